package org.widemargin.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.widemargin.figure.Figures;
import org.widemargin.report.PageStyle;
import org.widemargin.run.LibraryVersion;
import org.widemargin.run.MetricsFile;
import org.widemargin.train.SplitMetrics;
import org.widemargin.web.Endpoint;
import org.widemargin.web.Question;
import org.widemargin.web.Reply;
import org.widemargin.web.Resource;

/** The page of a run's curves, which asks for them anew until the run has ended. */
final class WatchPage {
  private static final double PERCENT = 100;

  private final Supplier<RunView> look;

  WatchPage(Supplier<RunView> look) {
    this.look = look;
  }

  List<Endpoint> endpoints() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("name", look.get().name());
    values.put("version", LibraryVersion.current());
    Reply page = Reply.text("text/html", Resource.filled(WatchPage.class, "watch.html", values));
    Reply style =
        Reply.text("text/css", PageStyle.css() + Resource.read(WatchPage.class, "watch.css"));
    Reply script = Reply.text("text/javascript", Resource.read(WatchPage.class, "watch.js"));
    return List.of(
        Endpoint.get("/", question -> page),
        Endpoint.get("/watch.css", question -> style),
        Endpoint.get("/watch.js", question -> script),
        Endpoint.get("/curves", this::curves));
  }

  /** The figures only where the reader has not seen them yet. */
  private Reply curves(Question question) {
    RunView run = look.get();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", run.version());
    answer.put("state", run.state().name().toLowerCase(Locale.ROOT));
    answer.put("words", words(run));
    if (!run.version().equals(question.query().get("seen"))) {
      answer.put("figures", RunCurves.of(run.lines()).stream().map(Figures::svg).toList());
    }
    return Reply.json(answer);
  }

  private static String words(RunView run) {
    String begin = "The run " + run.state().words();
    if (run.lines().isEmpty()) {
      return begin + ".";
    }
    long step = run.step();
    String last =
        run.lines().stream()
            .filter(line -> line.step() == step)
            .map(WatchPage::words)
            .collect(Collectors.joining(", "));
    return String.format(Locale.ROOT, "%s: step %d of %d, %s.", begin, step, run.steps(), last);
  }

  private static String words(MetricsFile.Line line) {
    String loss =
        line.split().equals(SplitMetrics.TRAIN) && line.losses().containsKey("loss")
            ? String.format(Locale.ROOT, " (loss %.4g)", line.losses().get("loss"))
            : "";
    return String.format(Locale.ROOT, "%s %.2f %%", line.split(), PERCENT * line.accuracy()) + loss;
  }
}
