package org.widemargin.report;

import java.util.List;
import java.util.Objects;
import org.widemargin.figure.Figure;

/** A piece of a page's section. */
public sealed interface PageBlock {
  /**
   * A heading within a section.
   *
   * @param heading the heading
   */
  record Subheading(String heading) implements PageBlock {}

  /**
   * A paragraph of plain words.
   *
   * @param text the words
   */
  record Paragraph(String text) implements PageBlock {}

  /**
   * A paragraph set apart, for what must not be overlooked.
   *
   * @param text the words
   */
  record Note(String text) implements PageBlock {}

  /**
   * A list of short texts.
   *
   * @param items the texts
   */
  record Items(List<String> items) implements PageBlock {
    /** Copies the texts. */
    public Items {
      items = List.copyOf(items);
    }
  }

  /**
   * A text shown with its spaces and line breaks, such as a command.
   *
   * @param text the text
   */
  record Listing(String text) implements PageBlock {}

  /**
   * Blocks of which only a line is shown until the reader opens them.
   *
   * @param summary what is in them
   * @param blocks the blocks
   */
  record Folded(String summary, List<PageBlock> blocks) implements PageBlock {
    /** Copies the blocks. */
    public Folded {
      Objects.requireNonNull(summary);
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * A table.
   *
   * @param table the table
   */
  record TableBlock(Table table) implements PageBlock {}

  /**
   * A table whose rows the reader can put in another order, by the button over a column. On a phone
   * its rows are cards.
   *
   * @param table the table
   */
  record SortableTable(Table table) implements PageBlock {}

  /**
   * Figures beside each other where there is room, below each other on a phone, with a common
   * caption.
   *
   * @param figures the figures
   * @param caption what to see in them
   */
  record FigureBlock(List<Figure> figures, String caption) implements PageBlock {
    /**
     * Copies the figures.
     *
     * @throws IllegalArgumentException if there are none
     */
    public FigureBlock {
      Objects.requireNonNull(caption);
      figures = List.copyOf(figures);
      if (figures.isEmpty()) {
        throw new IllegalArgumentException("expected at least one figure over '" + caption + "'");
      }
    }
  }
}
