package org.widemargin.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: its body is received without holding a thread, and it is answered once,
 * by whoever comes first, its work or its time.
 */
final class Exchange {
  /** What nobody knows is counted together: anybody can make up paths. */
  private static final String ELSEWHERE = "other";

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final RequestMetrics metrics;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private volatile Scheduler.@Nullable Task deadline;
  private volatile String path = ELSEWHERE;

  /**
   * Begins.
   *
   * @param metrics count the answer
   */
  Exchange(Request request, Response response, Callback callback, RequestMetrics metrics) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.metrics = metrics;
    request.addFailureListener(this::abandon);
    // A server that stops lets connections idle for a second; requests have clocks of their own.
    request.addIdleTimeoutListener(timeout -> false);
  }

  /** Answers with a failure where nothing else does in time; takes the place of an earlier one. */
  void within(Scheduler scheduler, java.time.Duration time, int status, String message) {
    stopClock();
    deadline =
        scheduler.schedule(
            () -> {
              if (status == Refusal.TOO_SLOW) {
                response.getHeaders().put("Connection", "close");
              }
              answer(Reply.error(status, message));
            },
            time);
  }

  /** Says which of the server's paths it is for. */
  void isFor(Endpoint endpoint) {
    path = endpoint.path();
  }

  /** Whether somebody has answered already. */
  boolean isOver() {
    return answered.get();
  }

  /**
   * Receives the body.
   *
   * @param mostBytes of it
   * @param room shared with other requests; given back when this one is answered
   * @param then gets it
   */
  void receive(int mostBytes, RoomForBodies room, Consumer<byte[]> then) {
    try {
      while (!isOver()) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(() -> receive(mostBytes, room, then));
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          abandon(chunk.getFailure());
          return;
        }
        boolean last = chunk.isLast();
        keep(chunk, mostBytes, room);
        if (last) {
          then.accept(received.toByteArray());
          return;
        }
      }
    } catch (Refusal e) {
      answer(e.reply());
    }
  }

  private void keep(Content.Chunk chunk, int mostBytes, RoomForBodies room) {
    try {
      int more = chunk.remaining();
      if (more > mostBytes - received.size()) {
        throw tooLarge(mostBytes);
      }
      room.take(more);
      Request.addCompletionListener(request, failure -> room.giveBack(more));
      byte[] bytes = new byte[more];
      chunk.getByteBuffer().get(bytes);
      received.writeBytes(bytes);
    } finally {
      chunk.release();
    }
  }

  static Refusal tooLarge(int mostBytes) {
    return new Refusal(
        Refusal.TOO_LARGE,
        "expected a body of at most " + mostBytes + " bytes, found more: send fewer samples");
  }

  /** Answers, if nobody has. */
  void answer(Reply reply) {
    if (!answered.compareAndSet(false, true)) {
      return;
    }
    stopClock();
    metrics.answered(path, reply.status(), System.nanoTime() - request.getHeadersNanoTime());
    response.setStatus(reply.status());
    PageSafety.HEADERS.forEach((name, value) -> response.getHeaders().put(name, value));
    reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put("Content-Type", reply.type());
    response.getHeaders().put("Content-Length", reply.body().length);
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }

  /** The client is gone, or sends what is no HTTP. */
  private void abandon(Throwable failure) {
    if (answered.compareAndSet(false, true)) {
      stopClock();
      callback.failed(failure);
    }
  }

  private void stopClock() {
    Scheduler.Task task = deadline;
    if (task != null) {
      task.cancel();
    }
  }
}
