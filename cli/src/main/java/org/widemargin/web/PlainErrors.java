package org.widemargin.web;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What is no HTTP, or comes while the server stops, is answered in the form of all failures. */
final class PlainErrors extends ErrorHandler {
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Reply reply = Reply.error(code, message == null ? "status " + code : message);
    PageSafety.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put("Content-Type", reply.type());
    response.write(true, java.nio.ByteBuffer.wrap(reply.body()), callback);
  }
}
