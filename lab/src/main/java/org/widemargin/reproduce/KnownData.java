package org.widemargin.reproduce;

import java.util.Map;
import java.util.Optional;
import org.widemargin.results.StudyResults;
import org.widemargin.study.Basis;
import org.widemargin.study.TrialResult;

/** What is to be said of data by their contents, wherever they lay. */
final class KnownData {
  /** By the identity in {@link Basis#data}. */
  private static final Map<String, String> NOTES =
      Map.of(
          "691b4c67268ebbccb0ef0b0e9e3095a64c8c8c1bb3887130be15e1eec93d7701",
          "The images of CIFAR-10 here went through JPEG: they were published once more as JPEG"
              + " files, and decoded from these. Accuracies are not those of the official files.");

  private KnownData() {}

  /** The note on a study's data; empty if there is nothing to be said. */
  static Optional<String> note(StudyResults results) {
    return results.entries().stream()
        .map(StudyResults.Entry::result)
        .map(TrialResult::basis)
        .flatMap(basis -> Optional.ofNullable(basis).map(Basis::data).map(NOTES::get).stream())
        .findFirst();
  }
}
