package org.widemargin.serve;

import java.util.List;

/**
 * What is told of an image on the page.
 *
 * @param className the class with the highest probability
 * @param competitor the class with the next highest
 * @param norm of the distances
 * @param probabilities from the highest on
 * @param distances to the boundary with the competitor, from the input on
 * @param seen the image as the network takes it, a data URI
 * @param remarks what was done to the image, and what was wrong with it
 */
record ImageAnswer(
    String className,
    String competitor,
    String norm,
    List<Share> probabilities,
    List<Far> distances,
    String seen,
    List<String> remarks) {
  ImageAnswer {
    probabilities = List.copyOf(probabilities);
    distances = List.copyOf(distances);
    remarks = List.copyOf(remarks);
  }

  /**
   * A class's probability.
   *
   * @param name of the class
   * @param probability from 0 to 1
   */
  record Share(String name, double probability) {}

  /**
   * A layer's distance.
   *
   * @param layer its name
   * @param distance to the boundary
   */
  record Far(String layer, double distance) {}
}
