package org.widemargin.layer;

/**
 * One function for each kind of layer.
 *
 * @param <T> what the functions return
 */
public interface LayerCases<T> {
  /**
   * Called for a convolution.
   *
   * @param layer the layer
   * @return the result
   */
  T convolution(Convolution layer);

  /**
   * Called for a fully connected layer.
   *
   * @param layer the layer
   * @return the result
   */
  T linear(Linear layer);

  /**
   * Called for a rectifier.
   *
   * @param layer the layer
   * @return the result
   */
  T relu(Relu layer);

  /**
   * Called for max-pooling.
   *
   * @param layer the layer
   * @return the result
   */
  T maxPool(MaxPool layer);

  /**
   * Called for average-pooling.
   *
   * @param layer the layer
   * @return the result
   */
  T averagePool(AveragePool layer);

  /**
   * Called for the mean over positions.
   *
   * @param layer the layer
   * @return the result
   */
  T globalAveragePool(GlobalAveragePool layer);

  /**
   * Called for batch normalisation.
   *
   * @param layer the layer
   * @return the result
   */
  T batchNorm(BatchNorm layer);

  /**
   * Called for flattening.
   *
   * @param layer the layer
   * @return the result
   */
  T flatten(Flatten layer);

  /**
   * Called for dropout.
   *
   * @param layer the layer
   * @return the result
   */
  T dropout(Dropout layer);

  /**
   * Called for fixed normalisation.
   *
   * @param layer the layer
   * @return the result
   */
  T normalize(Normalize layer);

  /**
   * Called for standardisation of each sample.
   *
   * @param layer the layer
   * @return the result
   */
  T standardize(Standardize layer);

  /**
   * Called for a residual pair of branches.
   *
   * @param layer the layer
   * @return the result
   */
  T residual(Residual layer);

  /**
   * Called for branches whose outputs are concatenated.
   *
   * @param layer the layer
   * @return the result
   */
  T concatenate(Concatenate layer);

  /**
   * Called for average-pooling to a given size.
   *
   * @param layer the layer
   * @return the result
   */
  T adaptiveAveragePool(AdaptiveAveragePool layer);

  /**
   * Called for a Gaussian error linear unit.
   *
   * @param layer the layer
   * @return the result
   */
  T gelu(Gelu layer);

  /**
   * Called for a sigmoid linear unit.
   *
   * @param layer the layer
   * @return the result
   */
  T silu(Silu layer);

  /**
   * Called for a leaky rectifier.
   *
   * @param layer the layer
   * @return the result
   */
  T leakyRelu(LeakyRelu layer);

  /**
   * Called for layer normalisation.
   *
   * @param layer the layer
   * @return the result
   */
  T layerNorm(LayerNorm layer);

  /**
   * Called for group normalisation.
   *
   * @param layer the layer
   * @return the result
   */
  T groupNorm(GroupNorm layer);

  /**
   * Calls the function for a layer's kind. The one place that knows all kinds; who implements this
   * interface is told by the compiler of a new one.
   *
   * @param layer of any kind
   * @return the function's result
   */
  default T of(Layer layer) {
    if (layer instanceof Convolution convolution) {
      return convolution(convolution);
    }
    if (layer instanceof Linear linear) {
      return linear(linear);
    }
    if (layer instanceof Relu relu) {
      return relu(relu);
    }
    if (layer instanceof MaxPool maxPool) {
      return maxPool(maxPool);
    }
    if (layer instanceof AveragePool averagePool) {
      return averagePool(averagePool);
    }
    if (layer instanceof GlobalAveragePool globalAveragePool) {
      return globalAveragePool(globalAveragePool);
    }
    if (layer instanceof BatchNorm batchNorm) {
      return batchNorm(batchNorm);
    }
    if (layer instanceof Flatten flatten) {
      return flatten(flatten);
    }
    if (layer instanceof Dropout dropout) {
      return dropout(dropout);
    }
    if (layer instanceof Normalize normalize) {
      return normalize(normalize);
    }
    if (layer instanceof Standardize standardize) {
      return standardize(standardize);
    }
    if (layer instanceof Residual residual) {
      return residual(residual);
    }
    if (layer instanceof Concatenate concatenate) {
      return concatenate(concatenate);
    }
    if (layer instanceof AdaptiveAveragePool adaptiveAveragePool) {
      return adaptiveAveragePool(adaptiveAveragePool);
    }
    if (layer instanceof Gelu gelu) {
      return gelu(gelu);
    }
    if (layer instanceof Silu silu) {
      return silu(silu);
    }
    if (layer instanceof LeakyRelu leakyRelu) {
      return leakyRelu(leakyRelu);
    }
    if (layer instanceof LayerNorm layerNorm) {
      return layerNorm(layerNorm);
    }
    if (layer instanceof GroupNorm groupNorm) {
      return groupNorm(groupNorm);
    }
    throw new IllegalStateException("no case for the layer " + layer.kind());
  }
}
