package org.widemargin.export;

import static org.widemargin.error.InputException.require;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.SafetensorsFile;
import org.widemargin.checkpoint.StateDictFile;
import org.widemargin.error.Nearest;

/** The kinds of files that a network can leave the library in. */
public enum ExportFormat {
  /** The whole network, for ONNX Runtime and others: {@link OnnxFile}. */
  ONNX("onnx", "onnx") {
    @Override
    public void write(Path file, ExportedNetwork network) {
      OnnxFile.write(file, network, OnnxInput.PREPARED);
    }
  },
  /** The weights by their names in PyTorch, in a file that executes nothing. */
  SAFETENSORS("safetensors", "safetensors") {
    @Override
    public void write(Path file, ExportedNetwork network) {
      Map<String, String> metadata = new LinkedHashMap<>(network.metadata());
      metadata.put("format", "pt");
      Safetensors.write(file, new SafetensorsFile(network.tensorsByExternalName(), metadata));
    }
  },
  /** The weights as PyTorch's {@code torch.save(model.state_dict(), FILE)} writes them. */
  STATE_DICT("state-dict", "pth|pt") {
    @Override
    public void write(Path file, ExportedNetwork network) {
      StateDictFile.write(file, network.tensorsByExternalName(), network.metadata());
    }
  };

  private final String word;

  /** The endings of names, an alternative of a pattern. */
  private final String endings;

  ExportFormat(String word, String endings) {
    this.word = word;
    this.endings = endings;
  }

  /**
   * Writes a network, replacing an existing file only once the new one is complete.
   *
   * @param file the file; its folder must exist
   * @param network the network
   * @throws org.widemargin.error.OutputException if the file cannot be written
   */
  public abstract void write(Path file, ExportedNetwork network);

  /**
   * What users call the format.
   *
   * @return such as {@code state-dict}
   */
  public String word() {
    return word;
  }

  /**
   * The words for all formats.
   *
   * @return in the order of the formats
   */
  public static List<String> words() {
    return Arrays.stream(values()).map(ExportFormat::word).toList();
  }

  /**
   * Finds a format by its word.
   *
   * @param word what the user says
   * @return the format
   * @throws org.widemargin.error.InputException naming the nearest word, if there is none such
   */
  public static ExportFormat named(String word) {
    Optional<ExportFormat> found =
        Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
    require(found.isPresent(), "unknown format '%s', %s", word, Nearest.hint(word, words()));
    return found.get();
  }

  /**
   * Finds a format by the ending of a file's name.
   *
   * @param file the file
   * @return the format
   * @throws org.widemargin.error.InputException if no format's files end so
   */
  public static ExportFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    Optional<ExportFormat> found =
        Arrays.stream(values())
            .filter(format -> name.matches(".*\\.(" + format.endings + ")"))
            .findFirst();
    require(
        found.isPresent(),
        "%s: expected a name that ends with .onnx, .safetensors or .pth, or --format with one of"
            + " %s",
        file,
        String.join(", ", words()));
    return found.get();
  }
}
