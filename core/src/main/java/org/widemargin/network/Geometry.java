package org.widemargin.network;

import org.widemargin.layer.AveragePool;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Padding;
import org.widemargin.torch.ConvolutionGeometry;
import org.widemargin.torch.PoolingWindow;

/** How layers' kernels and windows go over an image, in the terms of the functions below. */
public final class Geometry {
  private Geometry() {}

  /**
   * Of a convolution.
   *
   * @param layer the layer
   * @return how its kernels go
   */
  public static ConvolutionGeometry of(Convolution layer) {
    Padding padding = layer.padding();
    return new ConvolutionGeometry(
        layer.stride(),
        padding.top(),
        padding.bottom(),
        padding.left(),
        padding.right(),
        layer.dilation(),
        layer.groups());
  }

  /**
   * Of max-pooling.
   *
   * @param layer the layer
   * @return its window
   */
  public static PoolingWindow of(MaxPool layer) {
    return new PoolingWindow(layer.size(), layer.stride(), layer.padding());
  }

  /**
   * Of average-pooling.
   *
   * @param layer the layer
   * @return its window
   */
  public static PoolingWindow of(AveragePool layer) {
    return new PoolingWindow(layer.size(), layer.stride(), layer.padding());
  }
}
