package org.widemargin.assessment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.widemargin.audit.Audit;
import org.widemargin.audit.NearDuplicate;
import org.widemargin.audit.PartAudit;
import org.widemargin.data.SampleShape;
import org.widemargin.figure.Figure;
import org.widemargin.figure.ImageGridFigure;
import org.widemargin.figure.ImageGridFigure.Cell;
import org.widemargin.figure.ImageGridFigure.Verdict;
import org.widemargin.figure.Picture;
import org.widemargin.report.PageBlock;

/** Pictures of doubtful samples, if the samples are images. */
final class SamplePictures {
  private static final int COLUMNS = 10;

  private SamplePictures() {}

  /** Samples in their order, each with its label and what is seen instead. */
  static Optional<PageBlock> of(PartAudit part, List<Integer> samples) {
    if (!(part.data().sampleShape() instanceof SampleShape.Image shape) || !isShown(shape)) {
      return Optional.empty();
    }
    List<Cell> cells = samples.stream().map(sample -> cell(part, shape, sample)).toList();
    return Optional.of(
        new PageBlock.FigureBlock(
            figures(cells, COLUMNS),
            "Given label, and after the arrow what the judging networks see; the most suspicious"
                + " first."
                + (part.trueLabels() == null
                    ? ""
                    : " A cross marks labels that are known to be wrong, a tick right ones.")));
  }

  /** Pairs beside each other. */
  static Optional<PageBlock> ofPairs(Audit audit, List<NearDuplicate> pairs) {
    if (!(audit.train().data().sampleShape() instanceof SampleShape.Image shape)
        || !isShown(shape)) {
      return Optional.empty();
    }
    List<Cell> cells = new ArrayList<>();
    for (NearDuplicate pair : pairs) {
      cells.add(plain(audit, shape, pair.part(), pair.place(), pair.label()));
      cells.add(plain(audit, shape, pair.otherPart(), pair.otherPlace(), pair.otherLabel()));
    }
    return Optional.of(
        new PageBlock.FigureBlock(
            figures(cells, COLUMNS), "Two by two, each with its label; the nearest pair first."));
  }

  private static boolean isShown(SampleShape.Image shape) {
    return shape.channels() == 1 || shape.channels() == 3;
  }

  /** Rows of equal length, and a last one of what is left. */
  private static List<Figure> figures(List<Cell> cells, int columns) {
    int whole = cells.size() / columns * columns;
    List<Figure> figures = new ArrayList<>();
    List<ImageGridFigure.Row> rows = new ArrayList<>();
    for (int start = 0; start < whole; start += columns) {
      rows.add(new ImageGridFigure.Row("", cells.subList(start, start + columns)));
    }
    if (!rows.isEmpty()) {
      figures.add(new ImageGridFigure("Samples", List.of(), rows));
    }
    if (whole < cells.size()) {
      figures.add(
          new ImageGridFigure(
              "Samples",
              List.of(),
              List.of(new ImageGridFigure.Row("", cells.subList(whole, cells.size())))));
    }
    return figures;
  }

  private static Cell cell(PartAudit part, SampleShape.Image shape, int sample) {
    String label = part.data().classNames().get(part.data().label(sample));
    String caption =
        part.suggested(sample)
            .map(seen -> label + " \u2192 " + part.data().classNames().get(seen))
            .orElse(label);
    Verdict verdict =
        part.wrong(sample).map(wrong -> wrong ? Verdict.WRONG : Verdict.RIGHT).orElse(Verdict.NONE);
    return new Cell(picture(shape, part.data().sample(sample)), caption, verdict);
  }

  private static Cell plain(
      Audit audit, SampleShape.Image shape, String name, int place, String label) {
    PartAudit part =
        audit.parts().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    int sample = part.places().indexOf(place);
    return new Cell(picture(shape, part.data().sample(sample)), label, Verdict.NONE);
  }

  private static Picture picture(SampleShape.Image shape, float[] pixels) {
    return new Picture(shape.channels(), shape.height(), shape.width(), pixels);
  }
}
