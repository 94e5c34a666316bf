package org.widemargin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.widemargin.figure.Figure;

/**
 * A page as data: a title, an introduction, and sections of plain words, tables and figures.
 *
 * <p>Written as one HTML file that needs no network and no other file, and no script but a short
 * one of its own where a table can be sorted; see {@link HtmlWriter}. All text is plain text:
 * whatever it holds is shown as it is.
 *
 * @param title the page's title
 * @param introduction paragraphs below the title
 * @param sections the sections in their order
 * @param footer a line at the end, such as versions and the date; may be empty
 */
public record HtmlPage(
    String title, List<String> introduction, List<Section> sections, String footer) {

  /** Copies the lists. */
  public HtmlPage {
    Objects.requireNonNull(title);
    Objects.requireNonNull(footer);
    introduction = List.copyOf(introduction);
    sections = List.copyOf(sections);
  }

  /**
   * A part of the page under a heading.
   *
   * @param heading the heading
   * @param blocks what follows it
   */
  public record Section(String heading, List<PageBlock> blocks) {
    /** Copies the blocks. */
    public Section {
      Objects.requireNonNull(heading);
      blocks = List.copyOf(blocks);
    }
  }

  /**
   * Begins a page.
   *
   * @param title its title
   * @return a builder
   */
  public static Builder titled(String title) {
    return new Builder(title);
  }

  /**
   * Collects a page from top to bottom. Paragraphs before the first section are the introduction.
   */
  public static final class Builder {
    private final String title;
    private final List<String> introduction = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<PageBlock> blocks = new ArrayList<>();
    private String heading = "";
    private boolean inSection;

    private Builder(String title) {
      this.title = Objects.requireNonNull(title);
    }

    /**
     * Begins a section.
     *
     * @param newHeading its heading
     * @return this
     */
    public Builder section(String newHeading) {
      endSection();
      heading = Objects.requireNonNull(newHeading);
      inSection = true;
      return this;
    }

    /**
     * Adds a heading within the section.
     *
     * @param text the heading
     * @return this
     */
    public Builder subheading(String text) {
      return add(new PageBlock.Subheading(text));
    }

    /**
     * Adds a paragraph, to the introduction or to the section.
     *
     * @param text plain words
     * @return this
     */
    public Builder paragraph(String text) {
      if (!inSection) {
        introduction.add(text);
        return this;
      }
      return add(new PageBlock.Paragraph(text));
    }

    /**
     * Adds a paragraph that must not be overlooked.
     *
     * @param text plain words
     * @return this
     */
    public Builder note(String text) {
      return add(new PageBlock.Note(text));
    }

    /**
     * Adds a list.
     *
     * @param items its items
     * @return this
     */
    public Builder items(String... items) {
      return add(new PageBlock.Items(List.of(items)));
    }

    /**
     * Adds text with its spaces and line breaks.
     *
     * @param text the text
     * @return this
     */
    public Builder listing(String text) {
      return add(new PageBlock.Listing(text));
    }

    /**
     * Adds text with its spaces and line breaks, folded up.
     *
     * @param summary the line that is shown
     * @param text the text
     * @return this
     */
    public Builder foldedListing(String summary, String text) {
      return folded(summary, List.of(new PageBlock.Listing(text)));
    }

    /**
     * Adds blocks, folded up.
     *
     * @param summary the line that is shown
     * @param folded the blocks
     * @return this
     */
    public Builder folded(String summary, List<? extends PageBlock> folded) {
      return add(new PageBlock.Folded(summary, List.copyOf(folded)));
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return this
     */
    public Builder table(Table table) {
      return add(new PageBlock.TableBlock(table));
    }

    /**
     * Adds a table that the reader can sort.
     *
     * @param table the table
     * @return this
     */
    public Builder sortableTable(Table table) {
      return add(new PageBlock.SortableTable(table));
    }

    /**
     * Adds figures with a common caption.
     *
     * @param caption what to see in them
     * @param figures one or more
     * @return this
     */
    public Builder figures(String caption, Figure... figures) {
      return add(new PageBlock.FigureBlock(List.of(figures), caption));
    }

    /**
     * Ends the page.
     *
     * @param footer a line at the end; may be empty
     * @return the page
     */
    public HtmlPage build(String footer) {
      endSection();
      return new HtmlPage(title, introduction, sections, footer);
    }

    /**
     * Adds a block.
     *
     * @param block any
     * @return this
     */
    public Builder block(PageBlock block) {
      return add(block);
    }

    private Builder add(PageBlock block) {
      if (!inSection) {
        throw new IllegalStateException("begin a section before adding to it");
      }
      blocks.add(block);
      return this;
    }

    private void endSection() {
      if (inSection) {
        sections.add(new Section(heading, blocks));
      }
      blocks.clear();
      inSection = false;
    }
  }
}
