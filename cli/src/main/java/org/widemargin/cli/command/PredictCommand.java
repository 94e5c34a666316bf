package org.widemargin.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.widemargin.cli.option.ColourConverter;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.option.RunArgument;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.PlainText;
import org.widemargin.data.ImageFile;
import org.widemargin.data.SampleShape;
import org.widemargin.distance.Answer;
import org.widemargin.error.InputException;
import org.widemargin.image.Colour;
import org.widemargin.norm.Norm;
import org.widemargin.run.TrainedRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Classifies images, or the rows of tables. */
@Command(
    name = "predict",
    description = {
      "Classify PNG or JPEG images, or the rows of tables.",
      "",
      "Images are prepared as those were that the run learned from:"
          + " brought to one size in the same way; where those had one size from the start, an image"
          + " of another size is scaled and cropped to it, with a word.",
      "",
      "Gives the class, the probabilities, and for each layer the distance to the boundary with"
          + " the strongest other class, in the run's norm (l2 if it was trained without a"
          + " margin).",
      "",
      "Tables are comma-separated files with a header, in which the run's columns are found by their"
          + " names and scaled as when it learned. They come out as they are, with the class and the"
          + " probability of each class at the end of every row.",
    },
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin predict runs/robust seven.png",
      "  widemargin predict runs/robust scans/a.png scans/b.png --json",
      "  widemargin predict runs/photos logo.png --image-background white",
      "  widemargin predict runs/flowers new.csv > answers.csv",
    })
public final class PredictCommand implements Callable<Integer> {
  private static final double WORTH_SHOWING = 0.001;

  /** How many images without an answer are named. */
  private static final int SHOWN = 10;

  private final Console console;

  @Mixin private RunArgument run = new RunArgument();

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "The images, or tables of rows.")
  private List<Path> files = List.of();

  @Option(
      names = "--image-background",
      paramLabel = "COLOUR",
      converter = ColourConverter.class,
      description =
          "What transparent images are put on, such as white or '#ff8000'. Default: that of the run,"
              + " or they are refused.")
  private @Nullable Colour background;

  @Mixin private JsonOption json = new JsonOption();

  public PredictCommand(Console console) {
    this.console = console;
  }

  /**
   * What {@code predict --json} gives.
   *
   * @param norm of the distances
   * @param predictions one for each image
   */
  private record Answers(Norm norm, List<ImageAnswer> predictions) {}

  /**
   * What is said of one image.
   *
   * @param image the file
   * @param predicted the class's name, {@code class} in JSON
   * @param competitor the strongest other class
   * @param probabilities by class
   * @param distances by layer
   */
  private record ImageAnswer(
      String image,
      @com.fasterxml.jackson.annotation.JsonProperty("class") String predicted,
      String competitor,
      Map<String, Double> probabilities,
      Map<String, Double> distances) {}

  @Override
  public Integer call() {
    try (TrainedRun trained = run.load()) {
      List<String> classes = RunArgument.classNames(trained, console);
      if (trained.network().spec().input().shape() instanceof SampleShape.Features) {
        RowPredictions.of(trained, classes, files).print(console, json);
      } else {
        classifyImages(trained, classes);
      }
    }
    return 0;
  }

  private void classifyImages(TrainedRun trained, List<String> classes) {
    Norm norm = trained.norm();
    List<ImageAnswer> answers = new ArrayList<>();
    List<InputException> failures = new ArrayList<>();
    for (Path image : files) {
      try {
        answers.add(answer(image, classify(trained, image), classes));
      } catch (InputException e) {
        failures.add(e);
      }
    }
    if (!answers.isEmpty()) {
      json.print(
          console,
          new Answers(norm, answers),
          () -> answers.forEach(answer -> print(answer, norm)));
    }
    throwIfAny(failures);
  }

  private Answer classify(TrainedRun trained, Path image) {
    float[] pixels =
        ImageFile.read(
            image,
            trained.network().spec().input().shape(),
            trained.preparation(),
            Optional.ofNullable(background),
            remark -> console.warn(PlainText.of(remark)));
    return Answer.of(trained.network(), List.of(pixels), trained.norm()).get(0);
  }

  /** Those that have an answer keep it; the others are named after them. */
  private void throwIfAny(List<InputException> failures) {
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      throw new InputException(
          "%s of %s images have no answer: %s%s"
              .formatted(
                  failures.size(),
                  files.size(),
                  failures.stream()
                      .limit(SHOWN)
                      .map(InputException::getMessage)
                      .collect(Collectors.joining("; ")),
                  failures.size() > SHOWN ? "; ..." : ""));
    }
  }

  private static ImageAnswer answer(Path image, Answer prediction, List<String> classes) {
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < classes.size(); i++) {
      probabilities.put(classes.get(i), prediction.probabilities().get(i));
    }
    return new ImageAnswer(
        image.toString(),
        classes.get(prediction.predicted()),
        classes.get(prediction.competitor()),
        probabilities,
        prediction.distances());
  }

  private void print(ImageAnswer answer, Norm norm) {
    print(answer.image());
    print("  class          " + answer.predicted());
    StringBuilder probabilities = new StringBuilder();
    answer.probabilities().entrySet().stream()
        .filter(entry -> entry.getValue() >= WORTH_SHOWING)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(
            entry ->
                probabilities.append(
                    String.format(
                        Locale.ROOT, "%s %.1f %%  ", entry.getKey(), 100 * entry.getValue())));
    print("  probabilities  " + probabilities.toString().strip());
    StringBuilder distances = new StringBuilder();
    answer
        .distances()
        .forEach(
            (layer, distance) ->
                distances.append(String.format(Locale.ROOT, "%s %.3g  ", layer, distance)));
    print(
        "  %s distance to %s  %s"
            .formatted(norm, answer.competitor(), distances.toString().strip()));
  }

  /** Names are the user's own: nothing in them is markup. */
  private void print(String line) {
    console.printPlain(PlainText.of(line) + System.lineSeparator());
  }
}
