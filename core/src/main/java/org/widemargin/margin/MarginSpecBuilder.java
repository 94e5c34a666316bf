package org.widemargin.margin;

import java.util.Map;
import org.widemargin.boundary.DistanceSpec.NormPrecision;
import org.widemargin.boundary.DistanceSpec.Scale;
import org.widemargin.boundary.GradientMode;
import org.widemargin.boundary.LayerChoice;
import org.widemargin.boundary.Score;
import org.widemargin.margin.MarginSpec.BatchNormMode;
import org.widemargin.margin.MarginSpec.OverLayers;
import org.widemargin.norm.Norm;

/** Changes single choices of a {@link MarginSpec}, whose components say what each is. */
public final class MarginSpecBuilder {
  private Norm norm;
  private LayerChoice layers;
  private double gamma;
  private Map<String, Double> layerGamma;
  private Map<String, Double> layerWeight;
  private int topK;
  private Aggregation aggregation;
  private double clip;
  private double epsilon;
  private Scale scale;
  private OverLayers overLayers;
  private Score score;
  private GradientMode gradient;
  private BatchNormMode batchNorm;
  private double crossEntropyWeight;
  private NormPrecision precision;

  MarginSpecBuilder(MarginSpec from) {
    norm = from.norm();
    layers = from.layers();
    gamma = from.gamma();
    layerGamma = from.layerGamma();
    layerWeight = from.layerWeight();
    topK = from.topK();
    aggregation = from.aggregation();
    clip = from.clip();
    epsilon = from.epsilon();
    scale = from.scale();
    overLayers = from.overLayers();
    score = from.score();
    gradient = from.gradient();
    batchNorm = from.batchNorm();
    crossEntropyWeight = from.crossEntropyWeight();
    precision = from.precision();
  }

  /**
   * Sets the norm of distances.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder norm(Norm value) {
    norm = value;
    return this;
  }

  /**
   * Sets the layers where a margin is wanted.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder layers(LayerChoice value) {
    layers = value;
    return this;
  }

  /**
   * Sets the margin of all layers.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder gamma(double value) {
    gamma = value;
    return this;
  }

  /**
   * Sets margins of single layers.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder layerGamma(Map<String, Double> value) {
    layerGamma = value;
    return this;
  }

  /**
   * Sets weights of single layers.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder layerWeight(Map<String, Double> value) {
    layerWeight = value;
    return this;
  }

  /**
   * Sets the number of competitors, 0 for all.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder topK(int value) {
    topK = value;
    return this;
  }

  /**
   * Sets how violations of competitors are combined.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder aggregation(Aggregation value) {
    aggregation = value;
    return this;
  }

  /**
   * Sets the clip factor.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder clip(double value) {
    clip = value;
    return this;
  }

  /**
   * Sets what is added to the denominator.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder epsilon(double value) {
    epsilon = value;
    return this;
  }

  /**
   * Sets how the gradient's norm is scaled.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder scale(Scale value) {
    scale = value;
    return this;
  }

  /**
   * Sets how layers are combined.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder overLayers(OverLayers value) {
    overLayers = value;
    return this;
  }

  /**
   * Sets the function whose ties are the boundary.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder score(Score value) {
    score = value;
    return this;
  }

  /**
   * Sets what the loss's gradient pulls on.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder gradient(GradientMode value) {
    gradient = value;
    return this;
  }

  /**
   * Sets how batch normalisation behaves in the margin's pass.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder batchNorm(BatchNormMode value) {
    batchNorm = value;
    return this;
  }

  /**
   * Sets the weight of cross-entropy.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder crossEntropyWeight(double value) {
    crossEntropyWeight = value;
    return this;
  }

  /**
   * Sets the precision of passes that are only good for norms.
   *
   * @param value the value
   * @return this
   */
  public MarginSpecBuilder precision(NormPrecision value) {
    precision = value;
    return this;
  }

  /**
   * Builds the spec.
   *
   * @return the spec
   * @throws org.widemargin.InputException if a value is out of range
   */
  public MarginSpec build() {
    return new MarginSpec(
        norm,
        layers,
        gamma,
        layerGamma,
        layerWeight,
        topK,
        aggregation,
        clip,
        epsilon,
        scale,
        overLayers,
        score,
        gradient,
        batchNorm,
        crossEntropyWeight,
        precision);
  }
}
