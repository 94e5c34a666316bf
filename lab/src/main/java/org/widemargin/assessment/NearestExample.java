package org.widemargin.assessment;

import org.widemargin.data.SampleShape;

/**
 * A sample and the nearest point that a network takes for something else.
 *
 * @param shape of the pictures
 * @param clean the sample, {@code [C, H, W]}; not to be changed
 * @param changed the nearest adversarial point known; not to be changed
 * @param label the true class
 * @param seen the class that the network sees in the changed sample
 * @param distance between the two, in the norm of the attack
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record NearestExample(
    SampleShape.Image shape, float[] clean, float[] changed, int label, int seen, double distance) {

  /**
   * What was changed, made visible: grey where nothing was, white and black where most was added or
   * taken away.
   *
   * @return {@code [C, H, W]}, in [0,1]
   */
  public float[] difference() {
    float largest = Float.MIN_NORMAL;
    for (int i = 0; i < clean.length; i++) {
      largest = Math.max(largest, Math.abs(changed[i] - clean[i]));
    }
    float[] difference = new float[clean.length];
    for (int i = 0; i < clean.length; i++) {
      difference[i] = 0.5f + (changed[i] - clean[i]) / (2 * largest);
    }
    return difference;
  }
}
