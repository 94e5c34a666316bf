package org.widemargin.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.error.InputException;
import org.widemargin.layer.AdaptiveAveragePool;
import org.widemargin.layer.AveragePool;
import org.widemargin.layer.BatchNorm;
import org.widemargin.layer.Concatenate;
import org.widemargin.layer.Convolution;
import org.widemargin.layer.Dropout;
import org.widemargin.layer.Flatten;
import org.widemargin.layer.Gelu;
import org.widemargin.layer.GlobalAveragePool;
import org.widemargin.layer.GroupNorm;
import org.widemargin.layer.Layer;
import org.widemargin.layer.LayerCases;
import org.widemargin.layer.LayerNorm;
import org.widemargin.layer.LeakyRelu;
import org.widemargin.layer.Linear;
import org.widemargin.layer.MaxPool;
import org.widemargin.layer.Normalize;
import org.widemargin.layer.Relu;
import org.widemargin.layer.Residual;
import org.widemargin.layer.Silu;
import org.widemargin.layer.Standardize;
import org.widemargin.network.Curve;
import org.widemargin.network.Geometry;
import org.widemargin.network.LayerPaths;
import org.widemargin.network.NoBound;
import org.widemargin.torch.Ops;
import org.widemargin.torch.Tensors;

/**
 * Bounds layers one after the other, in inference mode.
 *
 * @param weights float64, by name
 * @param region where the samples may lie
 * @param tightening of what is known before layers that are not affine
 */
record Relaxation(Map<String, Tensor> weights, Region region, Tightening tightening) {
  /**
   * Bounds a sequence of layers.
   *
   * @param layers by the prefix of their parameters' names, in order
   * @param input what is known before them
   * @param way from there to the network's input
   * @return the layers' steps
   * @throws InputException if a layer has no bound
   */
  List<BoundStep> steps(Map<String, Layer> layers, Bounds input, WayBack way) {
    List<BoundStep> steps = new ArrayList<>();
    Bounds bounds = input;
    for (Map.Entry<String, Layer> entry : layers.entrySet()) {
      BoundStep before = new ChainStep(steps, input);
      WayBack whole = functionals -> way.toInput(before.back(functionals, LowerSlope.ADAPTIVE));
      BoundStep step = new Cases(entry.getKey(), bounds, whole).of(entry.getValue());
      steps.add(step);
      bounds = step.output();
    }
    return steps;
  }

  private final class Cases implements LayerCases<BoundStep> {
    private final String path;
    private final Bounds input;
    private final WayBack way;

    Cases(String path, Bounds input, WayBack way) {
      this.path = path;
      this.input = input;
      this.way = way;
    }

    private Tensor weight(String name) {
      return Objects.requireNonNull(weights.get(path + "." + name), path);
    }

    private Bounds tightened() {
      return tightening.apply(input, way);
    }

    private BoundStep affine(AffineFunction affine) {
      return new AffineStep(affine, input, region);
    }

    @Override
    public BoundStep convolution(Convolution layer) {
      return affine(
          AffineFunctions.convolution(
              weight("weight"),
              layer.bias() ? weight("bias") : null,
              input.lower(),
              Geometry.of(layer)));
    }

    @Override
    public BoundStep linear(Linear layer) {
      return affine(AffineFunctions.linear(weight("weight"), layer.bias() ? weight("bias") : null));
    }

    @Override
    public BoundStep relu(Relu layer) {
      return new RectifierStep(0, tightened());
    }

    @Override
    public BoundStep leakyRelu(LeakyRelu layer) {
      if (layer.negativeSlope() < 0 || layer.negativeSlope() > 1) {
        throw refused(layer, "with a negative-slope outside [0, 1]");
      }
      return new RectifierStep(layer.negativeSlope(), tightened());
    }

    @Override
    public BoundStep gelu(Gelu layer) {
      return new CurvedStep(Curve.GELU, tightened());
    }

    @Override
    public BoundStep silu(Silu layer) {
      return new CurvedStep(Curve.SILU, tightened());
    }

    @Override
    public BoundStep maxPool(MaxPool layer) {
      return new MaxPoolStep(Geometry.of(layer), tightened());
    }

    @Override
    public BoundStep averagePool(AveragePool layer) {
      return affine(
          AffineFunctions.averagePool(input.lower(), Geometry.of(layer), layer.countIncludePad()));
    }

    @Override
    public BoundStep globalAveragePool(GlobalAveragePool layer) {
      return affine(AffineFunctions.globalAveragePool(input.lower()));
    }

    @Override
    public BoundStep adaptiveAveragePool(AdaptiveAveragePool layer) {
      return affine(
          AffineFunctions.adaptiveAveragePool(input.lower(), layer.height(), layer.width()));
    }

    /** In two parts, so that no part of the constant is lost in a sum. */
    @Override
    public BoundStep batchNorm(BatchNorm layer) {
      Tensor deviation = Ops.add(weight("running_var"), layer.epsilon()).sqrt();
      return inTwo(
          AffineFunctions.shift(weight("running_mean").neg(), input.lower()),
          AffineFunctions.scale(weight("weight").div(deviation), weight("bias"), input.lower()));
    }

    @Override
    public BoundStep normalize(Normalize layer) {
      Tensor mean = Tensors.perChannel(layer.mean(), input.lower());
      Tensor deviation = Tensors.perChannel(layer.std(), input.lower());
      return inTwo(
          AffineFunctions.shift(mean.neg(), input.lower()),
          AffineFunctions.scale(deviation.reciprocal(), null, input.lower()));
    }

    private BoundStep inTwo(AffineFunction first, AffineFunction second) {
      BoundStep shifted = new AffineStep(first, input, region);
      BoundStep scaled = new AffineStep(second, shifted.output(), region);
      return new ChainStep(List.of(shifted, scaled), input);
    }

    @Override
    public BoundStep flatten(Flatten layer) {
      return affine(AffineFunctions.flatten(input.lower()));
    }

    /** Nothing is dropped in inference. */
    @Override
    public BoundStep dropout(Dropout layer) {
      return new ChainStep(List.of(), input);
    }

    @Override
    public BoundStep residual(Residual layer) {
      return new ResidualStep(branch("main", layer.main()), branch("shortcut", layer.shortcut()));
    }

    @Override
    public BoundStep concatenate(Concatenate layer) {
      List<BoundStep> branches = new ArrayList<>();
      for (List<Layer> branch : layer.branches()) {
        branches.add(branch(Concatenate.branchName(branches.size()), branch));
      }
      return new ConcatenateStep(branches);
    }

    private BoundStep branch(String name, List<Layer> layers) {
      return new ChainStep(steps(LayerPaths.of(path + "." + name, layers), input, way), input);
    }

    @Override
    public BoundStep standardize(Standardize layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    @Override
    public BoundStep layerNorm(LayerNorm layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    @Override
    public BoundStep groupNorm(GroupNorm layer) {
      throw refused(layer, NoBound.OWN_DEVIATION);
    }

    private InputException refused(Layer layer, String why) {
      return NoBound.of(path, layer, why, "only networks without it can be certified");
    }
  }
}
