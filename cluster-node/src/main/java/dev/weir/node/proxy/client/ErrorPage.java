package dev.weir.node.proxy.client;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.ResponseHead;
import io.netty.handler.codec.http.HttpResponseStatus;

/// An answer of our own: a status and one line of plain text that repeats nothing of the request,
/// so that nothing of the request can come back as markup. Pure.
///
/// @param body ASCII
record ErrorPage(ResponseHead head, String body) {

  static ErrorPage of(int status, String detail) {
    String line = status + " " + HttpResponseStatus.valueOf(status).reasonPhrase();
    String body = line + " (" + detail + ")\n";
    Fields fields =
        Fields.of(
            "Content-Type",
            "text/plain; charset=us-ascii",
            "Content-Length",
            Integer.toString(body.length()),
            "Cache-Control",
            "no-store");
    return new ErrorPage(new ResponseHead(status, fields), body);
  }
}
