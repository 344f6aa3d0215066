package dev.weir.node.page.overview;

import dev.weir.node.admin.AdminPages;
import dev.weir.node.admin.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The admin page: files of this program, which anybody may read. What it shows it asks for, with
/// the token where one is needed.
public final class SitePages {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private static final List<String> FILES =
      List.of(
          "page.css",
          "icon.svg",
          "page.js",
          "api.js",
          "draw.js",
          "buckets.js",
          "views.js",
          "acts.js");

  private SitePages() {}

  /// Adds the page, and the description of the API.
  public static void show(AdminPages pages) {
    open(pages, "/", "index.html");
    FILES.forEach(file -> open(pages, "/site/" + file, file));
    var description = new Answer.Text("application/json", text("openapi.json"));
    pages.answer("/v1/openapi.json", "This API in the words of OpenAPI 3.1.", _ -> description);
  }

  private static void open(AdminPages pages, String path, String file) {
    var answer = new Answer.Text(mediaType(file), text("site/" + file));
    pages.open(path, "The admin page: " + file + ".", () -> answer);
  }

  private static String mediaType(String file) {
    return switch (file.substring(file.lastIndexOf('.'))) {
      case ".html" -> HTML;
      case ".css" -> "text/css; charset=utf-8";
      case ".svg" -> "image/svg+xml";
      default -> SCRIPT;
    };
  }

  private static String text(String file) {
    try (InputStream in = SitePages.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("not in this program: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
