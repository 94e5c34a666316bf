package org.widemargin.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.widemargin.config.Json;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.network.Network;
import org.widemargin.network.ParameterSpec;
import org.widemargin.torch.Device;
import org.widemargin.torch.Tensors;

/**
 * A network, and the state of its training if it is to be continued, in plain memory.
 *
 * <p>On disk it is one safetensors file with the manifest inside it, so that weights and manifest
 * cannot part company, and a copy of the manifest beside it ({@code last.json} to {@code
 * last.safetensors}) for people and scripts to read. Parameters and running statistics have their
 * own names; those of the optimiser's state begin with {@code optimizer/}. Where the network is an
 * average over the steps of its training, the weights that training goes on with stand beside it:
 * each parameter and running statistic once more, its name after {@code raw/}. What a run tracks of
 * its samples is named after {@code samples/}.
 */
public final class Checkpoint {
  private static final String MANIFEST_KEY = "widemargin";
  private static final String OPTIMIZER = "optimizer/";
  private static final String RAW = "raw/";
  private static final String SAMPLES = "samples/";

  private final CheckpointManifest manifest;
  private final Map<String, StoredTensor> tensors;

  private Checkpoint(CheckpointManifest manifest, Map<String, StoredTensor> tensors) {
    this.manifest = manifest;
    this.tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
  }

  /**
   * Copies a network and the state of its training.
   *
   * @param manifest what they are
   * @param network the network, float32
   * @param rawWeights the {@linkplain Network#state state} of the network that training goes on
   *     with, if the network is an average; else empty
   * @param optimizerState further tensors by name; empty if training will not be continued from
   *     here
   * @param tracked what the run tracks of its samples, an element for each, by name; may be empty
   * @return the checkpoint
   */
  public static Checkpoint of(
      CheckpointManifest manifest,
      Network network,
      Map<String, Tensor> rawWeights,
      Map<String, Tensor> optimizerState,
      Map<String, float[]> tracked) {
    Map<String, StoredTensor> tensors = new TreeMap<>();
    network.state().forEach((name, tensor) -> tensors.put(name, stored(tensor)));
    rawWeights.forEach((name, tensor) -> tensors.put(RAW + name, stored(tensor)));
    optimizerState.forEach((name, tensor) -> tensors.put(OPTIMIZER + name, stored(tensor)));
    tracked.forEach(
        (name, values) ->
            tensors.put(SAMPLES + name, StoredTensor.ofFloats(new long[] {values.length}, values)));
    return new Checkpoint(manifest, tensors);
  }

  /**
   * Reads a checkpoint and checks it whole.
   *
   * @param file a {@code .safetensors} file
   * @return the checkpoint
   * @throws InputException if the file is missing or damaged, has no manifest, or its parameters
   *     are not those of its network in name, shape and element type
   */
  public static Checkpoint load(Path file) {
    SafetensorsFile content = Safetensors.read(file);
    String json = content.metadata().get(MANIFEST_KEY);
    if (json == null) {
      throw new InputException(
          file
              + ": expected a checkpoint with a manifest under '"
              + MANIFEST_KEY
              + "', found none");
    }
    CheckpointManifest manifest =
        Json.readText(json, file + " (manifest)", CheckpointManifest.class);
    checkTensors(file, manifest, content.tensors());
    return new Checkpoint(manifest, content.tensors());
  }

  /**
   * Writes the checkpoint, replacing an earlier one only once the new one is complete.
   *
   * @param file a {@code .safetensors} file; its folder must exist
   * @throws org.widemargin.error.OutputException if it cannot be written, for example on a full
   *     disk; an earlier checkpoint is then still there
   */
  public void save(Path file) {
    // The copy first: whoever is killed in between writes both again. The other way round a run
    // that was complete would keep an old copy for ever.
    AtomicFiles.writeText(manifestBeside(file), Json.write(manifest));
    Safetensors.write(
        file, new SafetensorsFile(tensors, Map.of(MANIFEST_KEY, Json.writeLine(manifest))));
  }

  /**
   * What the tensors are.
   *
   * @return the manifest
   */
  public CheckpointManifest manifest() {
    return manifest;
  }

  /**
   * Makes the network.
   *
   * @param device where to; a checkpoint does not know where its network was
   * @return a new network, to be closed by the caller
   */
  public Network network(Device device) {
    Map<String, float[]> values = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (isOfNetwork(name)) {
            values.put(name, tensor.floats());
          }
        });
    return Network.of(manifest.network(), values, device);
  }

  /**
   * Makes the network that training goes on with, where {@link #network} is an average.
   *
   * @param device where to
   * @return a new network, to be closed by the caller
   * @throws InputException if there is no other: the weights are not averaged, or training cannot
   *     be continued from here
   */
  public Network rawNetwork(Device device) {
    Map<String, float[]> values = under(RAW);
    InputException.require(
        !values.isEmpty(),
        "the checkpoint of step %d holds no weights beside their average, with which training goes"
            + " on: a run can only be continued as it began, from its last checkpoint",
        manifest.step());
    return Network.of(manifest.network(), values, device);
  }

  /**
   * The optimiser's state.
   *
   * @return elements by name; empty if training cannot be continued from here
   */
  public Map<String, float[]> optimizerState() {
    return under(OPTIMIZER);
  }

  /**
   * What the run tracked of its training samples.
   *
   * @return an element for each sample, by name; empty if it tracked nothing
   */
  public Map<String, float[]> tracked() {
    return under(SAMPLES);
  }

  private Map<String, float[]> under(String prefix) {
    Map<String, float[]> found = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), tensor.floats());
          }
        });
    return found;
  }

  /** Whether a file holds a manifest of ours. */
  static boolean isOne(SafetensorsFile file) {
    return file.metadata().containsKey(MANIFEST_KEY);
  }

  /** Whether a tensor of a checkpoint belongs to the network that is evaluated and kept. */
  static boolean isOfNetwork(String name) {
    return !name.startsWith(OPTIMIZER) && !name.startsWith(RAW) && !name.startsWith(SAMPLES);
  }

  private static StoredTensor stored(Tensor tensor) {
    return StoredTensor.ofFloats(Tensors.shape(tensor), Tensors.toFloats(tensor));
  }

  private static Path manifestBeside(Path file) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.replaceFirst("\\.safetensors$", "") + ".json");
  }

  private static void checkTensors(
      Path file, CheckpointManifest manifest, Map<String, StoredTensor> tensors) {
    Map<String, StoredTensor> rest = new LinkedHashMap<>(tensors);
    removeNetwork(file, manifest, "", rest);
    if (rest.keySet().stream().anyMatch(name -> name.startsWith(RAW))) {
      removeNetwork(file, manifest, RAW, rest);
    }
    rest.keySet().removeIf(name -> name.startsWith(OPTIMIZER) || name.startsWith(SAMPLES));
    InputException.require(
        rest.isEmpty(),
        "%s: found the parameter '%s', which network '%s' does not have",
        file,
        rest.isEmpty() ? "" : rest.keySet().iterator().next(),
        manifest.network().name());
    tensors.forEach(
        (name, tensor) ->
            InputException.require(
                tensor.dataType() == DataType.F32,
                "%s: tensor '%s': expected element type F32, found %s",
                file,
                name,
                tensor.dataType()));
    tensors.forEach((name, tensor) -> requireFinite(file, name, tensor));
  }

  /** No training leaves others, and a network with one answers nothing. */
  private static void requireFinite(Path file, String name, StoredTensor tensor) {
    if (isOfNetwork(name)) {
      for (float value : tensor.floats()) {
        InputException.require(
            Float.isFinite(value),
            "%s is damaged: expected finite weights, found %s in the parameter '%s'",
            file,
            value,
            name);
      }
    }
  }

  /** Takes every tensor of the network out of those whose names begin with a prefix. */
  private static void removeNetwork(
      Path file, CheckpointManifest manifest, String prefix, Map<String, StoredTensor> rest) {
    for (ParameterSpec parameter : manifest.network().plan().parameters()) {
      String name = prefix + parameter.name();
      StoredTensor tensor = rest.remove(name);
      if (tensor == null) {
        throw new InputException(
            "%s: expected a parameter '%s' of shape %s, found none of this name"
                .formatted(file, name, parameter.shape()));
      }
      InputException.require(
          Arrays.equals(tensor.shape(), parameter.sizes()),
          "%s: parameter '%s': expected shape %s, found %s",
          file,
          name,
          parameter.shape(),
          Arrays.toString(tensor.shape()));
    }
  }
}
