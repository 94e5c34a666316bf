package org.widemargin.export;

import org.widemargin.checkpoint.StoredTensor;

/**
 * What each place of a line gives to each part that it is divided into for a mean: PyTorch's
 * adaptive pooling, in which parts overlap where they do not come out even.
 */
final class OnnxShares {
  private OnnxShares() {}

  /** A matrix {@code [parts, places]} whose rows have the sum 1. */
  static StoredTensor of(int parts, int places) {
    float[] shares = new float[parts * places];
    for (int part = 0; part < parts; part++) {
      for (int place = from(part, parts, places); place < to(part, parts, places); place++) {
        shares[part * places + place] = share(part, parts, places);
      }
    }
    return StoredTensor.ofFloats(new long[] {parts, places}, shares);
  }

  /** The same with rows and columns exchanged. */
  static StoredTensor transposed(int parts, int places) {
    float[] shares = new float[parts * places];
    for (int part = 0; part < parts; part++) {
      for (int place = from(part, parts, places); place < to(part, parts, places); place++) {
        shares[place * parts + part] = share(part, parts, places);
      }
    }
    return StoredTensor.ofFloats(new long[] {places, parts}, shares);
  }

  private static float share(int part, int parts, int places) {
    return 1f / (to(part, parts, places) - from(part, parts, places));
  }

  private static int from(int part, int parts, int places) {
    return (int) ((long) part * places / parts);
  }

  private static int to(int part, int parts, int places) {
    return (int) (((part + 1L) * places + parts - 1) / parts);
  }
}
