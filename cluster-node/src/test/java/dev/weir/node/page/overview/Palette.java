package dev.weir.node.page.overview;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;

/// Makes a picture of a page small: of its colours the 256 most frequent stay, others become the
/// nearest of them.
final class Palette {
  private static final int COLOURS = 256;

  private Palette() {}

  static byte[] of(byte[] png) throws IOException {
    BufferedImage picture = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
    int[] colours = frequent(picture);
    var model = new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
    var small =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
    Map<Integer, Integer> places = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int place = places.computeIfAbsent(picture.getRGB(x, y), it -> nearest(colours, it));
        small.getRaster().setSample(x, y, 0, place);
      }
    }
    var out = new ByteArrayOutputStream();
    ImageIO.write(small, "png", out);
    return out.toByteArray();
  }

  private static int[] frequent(BufferedImage picture) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        counts.merge(picture.getRGB(x, y), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(COLOURS)
        .mapToInt(Map.Entry::getKey)
        .toArray();
  }

  private static int nearest(int[] colours, int colour) {
    int best = 0;
    for (int i = 1; i < colours.length; i++) {
      best = distance(colours[i], colour) < distance(colours[best], colour) ? i : best;
    }
    return best;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int by = ((one >> shift) & 0xff) - ((other >> shift) & 0xff);
      sum += by * by;
    }
    return sum;
  }
}
