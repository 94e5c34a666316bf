package org.widemargin.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.widemargin.layer.Layer;

/**
 * What one layer left behind in a forward pass for the way back.
 *
 * @param path the layer's name, the prefix of its parameters' names
 * @param layer the layer
 * @param inputShape {@code [N, ...]}
 * @param output {@code [N, ...]}
 * @param choice what was decided in the pass: a max-pool's indices, a dropout's mask, a batch's
 *     inverse deviations, each sample's variance; null for other layers
 * @param main a residual's main branch, in order; empty for other layers
 * @param shortcut a residual's other branch
 */
@SuppressWarnings("ArrayRecordComponent") // made for it, and only read
record LayerTrace(
    String path,
    Layer layer,
    long[] inputShape,
    Tensor output,
    @Nullable Tensor choice,
    List<LayerTrace> main,
    List<LayerTrace> shortcut) {}
