package org.widemargin.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.widemargin.error.InputException;

/** Takes requests in: who asks, what for, within the limits. Waits for nobody. */
final class Reception extends Handler.Abstract.NonBlocking {
  private static final System.Logger LOG = System.getLogger("org.widemargin.web");

  private final Routes routes;
  private final Visitors visitors;
  private final Limits limits;
  private final Workers workers;
  private final RoomForBodies room;
  private final RequestMetrics metrics;
  private final ConnectionClock clock;

  Reception(
      Routes routes,
      Visitors visitors,
      Limits limits,
      Workers workers,
      RequestMetrics metrics,
      ConnectionClock clock) {
    this.routes = routes;
    this.visitors = visitors;
    this.limits = limits;
    this.workers = workers;
    this.room = new RoomForBodies(limits.bufferedBytes());
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Connection connection = request.getConnectionMetaData().getConnection();
    clock.began(connection);
    Request.addCompletionListener(request, failure -> clock.ended(connection));
    Exchange exchange = new Exchange(request, response, callback, metrics);
    try {
      admit(request);
      Endpoint endpoint = routes.find(request.getMethod(), request.getHttpURI().getDecodedPath());
      exchange.isFor(endpoint);
      exchange.within(
          getServer().getScheduler(),
          limits.requestTime(),
          Refusal.TOO_SLOW,
          "the request did not come whole within " + limits.requestTime().toMillis() + " ms");
      Map<String, String> query = query(request);
      exchange.receive(
          limits.bodyBytes(), room, body -> work(endpoint, new Question(query, body), exchange));
    } catch (Refusal e) {
      exchange.answer(e.reply());
    }
    return true;
  }

  private void admit(Request request) {
    HttpFields headers = request.getHeaders();
    visitors.admit(
        headers.get(HttpHeader.HOST),
        headers.get("Origin"),
        headers.get("Sec-Fetch-Site"),
        request.getMethod().equals("POST"));
    if (headers.getLongField(HttpHeader.CONTENT_LENGTH) > limits.bodyBytes()) {
      throw Exchange.tooLarge(limits.bodyBytes());
    }
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new LinkedHashMap<>();
    Request.extractQueryParameters(request)
        .forEach(field -> query.put(field.getName(), field.getValue()));
    return query;
  }

  private void work(Endpoint endpoint, Question question, Exchange exchange) {
    exchange.within(
        getServer().getScheduler(),
        limits.answerTime(),
        Refusal.TOOK_TOO_LONG,
        "no answer within "
            + limits.answerTime().toMillis()
            + " ms: send less, or ask again later");
    if (endpoint.kind() == Endpoint.Kind.AT_ONCE) {
      answer(endpoint, question, exchange);
    } else {
      workers.submit(() -> answer(endpoint, question, exchange));
    }
  }

  /** Whatever goes wrong is told: a server does not end because of one request. */
  private static void answer(Endpoint endpoint, Question question, Exchange exchange) {
    if (exchange.isOver()) {
      return;
    }
    try {
      exchange.answer(endpoint.work().apply(question));
    } catch (Refusal e) {
      exchange.answer(e.reply());
    } catch (InputException e) {
      exchange.answer(Reply.error(Refusal.WRONG, String.valueOf(e.getMessage())));
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "a request failed: " + endpoint.path(), e);
      exchange.answer(
          Reply.error(
              Refusal.FAILED, "the server failed; its own messages say why: " + e.getClass()));
    }
  }
}
