package org.widemargin.cli.option;

import java.util.List;
import org.widemargin.data.Datasets;

/** The options of {@code train} that say what is learned from. */
final class DataOptions {
  static final List<KeyOption> ALL =
      List.of(
          KeyOption.of(
              "--dataset",
              "NAME",
              "data.dataset.name",
              // Looked for only where they are needed.
              () -> Datasets.names().iterator(),
              "${COMPLETION-CANDIDATES}; mnist comes with the program."),
          KeyOption.of("--data", "DIR", "data.dataset.data", "The folder of the data set's files."),
          KeyOption.of(
              "--image-size",
              "S|HxW",
              "data.dataset.image-size",
              "For --dataset folder and imagenet: bring all images to S x S pixels, or to height x"
                  + " width. Default: the size that all have, or else 64; for imagenet 299."),
          KeyOption.of(
              "--image-fit",
              "NAME",
              "data.dataset.image-fit",
              "How images of another size are brought to it: ${COMPLETION-CANDIDATES}. Default:"
                  + " crop, which scales first."),
          KeyOption.of(
              "--image-resize",
              "N",
              "data.dataset.image-resize",
              "Where images are cropped: scale the shorter side to N pixels before the middle is cut"
                  + " out. Default: what just covers the size; for imagenet the size over 0.875, as"
                  + " 342 of 299."),
          KeyOption.of(
              "--image-background",
              "COLOUR",
              "data.dataset.image-background",
              "What transparent images are put on, such as white or '#ff8000'. Default: they are"
                  + " refused."),
          KeyOption.of(
              "--test-share",
              "SHARE",
              "data.dataset.test-share",
              "For --dataset folder without a folder test, and csv without test.csv: the share of"
                  + " each class that is held out to test on. Default: 0.2."),
          KeyOption.of(
              "--class-names",
              "FILE",
              "data.dataset.class-names",
              "For --dataset imagenet: a file with a line 'n01440764 tench' for each class. Default:"
                  + " LOC_synset_mapping.txt, synset_words.txt or classes.txt in --data."),
          KeyOption.of(
              "--undecodable",
              "NAME",
              "data.dataset.undecodable",
              "What becomes of image files that cannot be decoded: ${COMPLETION-CANDIDATES}; fail ends"
                  + " with the first, skip decodes every file once beforehand and leaves those out,"
                  + " named. Default: fail."),
          KeyOption.of(
              "--listing-cache",
              "DIR",
              "data.dataset.listing-cache",
              "For --dataset imagenet: where the listing of the folders is kept. Default: the"
                  + " system's place for caches, such as ~/.cache/widemargin/listings."),
          KeyOption.of(
              "--label",
              "COLUMN",
              "data.dataset.label",
              "For --dataset csv: the column of the labels, by its name or its number from 1."
                  + " Default: label."),
          KeyOption.of(
              "--exclude",
              "FILE",
              "data.exclude",
              "Leave out the training samples of a list, such as clean writes: a table with a column"
                  + " place. Draws and splits stay as they are without it."),
          KeyOption.of(
              "--relabel",
              "FILE",
              "data.relabel",
              "Give the training samples of a list the labels in its column suggested."),
          KeyOption.of(
              "--feature-scaling",
              "NAME",
              "data.feature-scaling",
              "For --dataset csv: ${COMPLETION-CANDIDATES}; standardize brings each column to mean"
                  + " 0 and standard deviation 1. Default: standardize."),
          KeyOption.of(
              "--validation-size",
              "N",
              "data.validation-size",
              "Training samples held out to choose the best checkpoint by; 0 for none. Default: a"
                  + " tenth of them, at most 5000."),
          KeyOption.of(
              "--train-samples", "N", "data.train-samples", "Learn from so many samples only."),
          KeyOption.of(
              "--label-noise",
              "SHARE",
              "data.label-noise",
              "The share of training labels made wrong, from 0 to 1."));

  private DataOptions() {}
}
