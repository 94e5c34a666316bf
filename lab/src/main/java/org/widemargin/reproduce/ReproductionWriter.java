package org.widemargin.reproduce;

import java.nio.file.Path;
import java.util.List;
import org.widemargin.figure.Figures;
import org.widemargin.file.AtomicFiles;
import org.widemargin.report.HtmlWriter;
import org.widemargin.results.StudyResults;

/**
 * Writes figures and page into a folder of studies.
 *
 * @param folder as it was read
 */
public record ReproductionWriter(StudyFolder folder) {
  /**
   * Draws studies' figures into {@code figures}.
   *
   * @param names which studies
   */
  public void draw(List<String> names) {
    Path target = folder.folder().resolve("figures");
    AtomicFiles.createFolder(target);
    for (StudyResults each : folder.results()) {
      if (names.contains(each.study().name())) {
        for (StudyFigure figure : StudyFigures.of(each)) {
          Figures.write(figure.figure(), target, figure.name());
        }
      }
    }
  }

  /**
   * Draws every study, and writes the page.
   *
   * @return the page's file
   */
  public Path drawAll() {
    draw(folder.results().stream().map(each -> each.study().name()).toList());
    return writePage();
  }

  /**
   * Writes the page.
   *
   * @return its file
   */
  public Path writePage() {
    Path page = folder.folder().resolve("index.html");
    AtomicFiles.writeText(page, HtmlWriter.write(ReproductionPage.of(folder)));
    return page;
  }
}
