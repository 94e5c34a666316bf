package org.widemargin.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.widemargin.data.SampleShape;
import org.widemargin.report.PageStyle;
import org.widemargin.run.LibraryVersion;
import org.widemargin.web.Endpoint;
import org.widemargin.web.Question;
import org.widemargin.web.Reply;
import org.widemargin.web.Resource;

/** The page to draw or drop an image, and what it asks for. */
final class NetworkPage {
  private final ServedNetwork network;
  private final ImageExplainer explainer;

  NetworkPage(ServedNetwork network, long mostPixels) {
    this.network = network;
    this.explainer = new ImageExplainer(network, mostPixels);
  }

  List<Endpoint> endpoints() {
    Reply page = Reply.text("text/html", html());
    Reply style =
        Reply.text("text/css", PageStyle.css() + Resource.read(NetworkPage.class, "serve.css"));
    Reply script = Reply.text("text/javascript", Resource.read(NetworkPage.class, "serve.js"));
    if (!network.takesImages()) {
      return List.of(
          Endpoint.get("/", question -> page), Endpoint.get("/serve.css", question -> style));
    }
    return List.of(
        Endpoint.get("/", question -> page),
        Endpoint.get("/serve.css", question -> style),
        Endpoint.get("/serve.js", question -> script),
        Endpoint.compute("/page/answer", this::answer),
        Endpoint.compute("/page/flip", this::flip));
  }

  private String html() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", network.name());
    values.put("shape", network.shape().toString());
    values.put("classes", String.valueOf(network.classNames().size()));
    values.put("elements", String.valueOf(network.shape().elements()));
    values.put("columns", columns());
    values.put("version", LibraryVersion.current());
    if (network.shape() instanceof SampleShape.Image image) {
      values.put("channels", String.valueOf(image.channels()));
      values.put("height", String.valueOf(image.height()));
      values.put("width", String.valueOf(image.width()));
    }
    return Resource.filled(
        NetworkPage.class, network.takesImages() ? "serve.html" : "table.html", values);
  }

  /** Runs of earlier versions do not know them. */
  private String columns() {
    return network
        .run()
        .table()
        .map(table -> String.join(", ", table.columns()))
        .filter(names -> !names.isEmpty())
        .orElse("whose names it does not know");
  }

  private Reply answer(Question question) {
    return Reply.json(explainer.answer(question.body()));
  }

  private Reply flip(Question question) {
    Map<String, Object> answer = new LinkedHashMap<>();
    explainer.flip(question.body()).ifPresent(change -> answer.put("change", change));
    return Reply.json(answer);
  }
}
