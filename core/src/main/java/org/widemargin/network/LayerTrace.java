package org.widemargin.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.layer.Layer;

/**
 * What one layer left behind in a forward pass for the way back.
 *
 * @param path the layer's name, the prefix of its parameters' names
 * @param layer the layer
 * @param inputShape {@code [N, ...]}
 * @param output {@code [N, ...]}
 * @param kept what else the way back needs: a max-pool's indices, a dropout's mask, a batch's
 *     inverse deviations and the values that it was normalised from, the statistics of a normalised
 *     sample, the input of a curved function; empty for other layers
 * @param branches the layers inside it: a residual's main branch and its shortcut, the branches of
 *     a concatenation; empty for other layers
 */
@SuppressWarnings("ArrayRecordComponent") // made for it, and only read
record LayerTrace(
    String path,
    Layer layer,
    long[] inputShape,
    Tensor output,
    List<Tensor> kept,
    List<List<LayerTrace>> branches) {}
