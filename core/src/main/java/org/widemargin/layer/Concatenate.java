package org.widemargin.layer;

import static org.widemargin.error.InputException.require;

import java.util.List;

/**
 * Branches side by side, their outputs one after the other along the channels (Szegedy et al.,
 * 2015).
 *
 * @param branches the layers of each; an empty one hands the input on
 */
public record Concatenate(List<List<Layer>> branches) implements Layer {
  /** Checks that there is more than one branch. */
  public Concatenate {
    branches = branches.stream().map(List::copyOf).toList();
    require(
        branches.size() >= 2,
        "concatenate: expected at least two branches, found %d",
        branches.size());
  }

  /**
   * What a branch is called in the names of its layers.
   *
   * @param index counted from 0
   * @return {@code branch1} for the first
   */
  public static String branchName(int index) {
    return "branch" + (index + 1);
  }

  @Override
  public String kind() {
    return "concatenate";
  }
}
