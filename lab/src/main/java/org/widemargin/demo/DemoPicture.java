package org.widemargin.demo;

import org.widemargin.data.SampleShape;

/**
 * A picture, and what each of the demo's networks takes it for.
 *
 * @param shape of the picture
 * @param pixels in [0,1], {@code [C, H, W]}; not to be changed
 * @param label the true class
 * @param crossEntropy the class that the cross-entropy network sees
 * @param margin the class that the large-margin network sees
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
public record DemoPicture(
    SampleShape.Image shape, float[] pixels, int label, int crossEntropy, int margin) {}
