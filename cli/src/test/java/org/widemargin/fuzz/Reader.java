package org.widemargin.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.widemargin.checkpoint.Checkpoint;
import org.widemargin.checkpoint.ExternalWeights;
import org.widemargin.checkpoint.Safetensors;
import org.widemargin.checkpoint.StateDictFile;
import org.widemargin.config.Json;
import org.widemargin.config.Yaml;
import org.widemargin.data.CifarReader;
import org.widemargin.data.CsvTable;
import org.widemargin.data.IdxReader;
import org.widemargin.data.KeptListing;
import org.widemargin.image.EncodedImage;
import org.widemargin.image.ImageFit;
import org.widemargin.image.ImagePreparation;
import org.widemargin.network.NetworkSpec;
import org.widemargin.robustness.AdversarialExamples;
import org.widemargin.robustness.SuiteState;
import org.widemargin.run.MetricsFile;
import org.widemargin.run.Provenance;
import org.widemargin.study.Study;
import org.widemargin.study.TrialLog;
import org.widemargin.train.RunConfig;

/** Everything that reads a file which may come from somebody else. */
enum Reader {
  SAFETENSORS(64) {
    @Override
    void read(Path file) {
      Safetensors.read(file).tensors().values().forEach(tensor -> tensor.data().remaining());
    }
  },
  CHECKPOINT(64) {
    @Override
    void read(Path file) {
      Checkpoint.load(file).optimizerState();
    }
  },
  WEIGHTS(64) {
    @Override
    void read(Path file) {
      ExternalWeights.values(SMALL, file, name -> true);
    }
  },
  /** Numbers of a pickle are a few bytes each, and objects here. */
  STATE_DICT(200) {
    @Override
    void read(Path file) {
      StateDictFile.read(file);
    }
  },
  ADVERSARIAL_EXAMPLES(64) {
    @Override
    void read(Path file) {
      AdversarialExamples.read(file);
    }
  },
  /** Gzip packs zeros 1000 times; a header that claims more than there is takes no memory. */
  IDX_IMAGES(5000) {
    @Override
    void read(Path file) throws IOException {
      idx(Files.readAllBytes(file), THREE_LABELS);
    }
  },
  IDX_LABELS(5000) {
    @Override
    void read(Path file) throws IOException {
      idx(THREE_IMAGES, Files.readAllBytes(file));
    }
  },
  CIFAR(8) {
    @Override
    void read(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file.resolveSibling("train.bin"), bytes);
      Files.write(file.resolveSibling("test.bin"), bytes);
      CifarReader.readFolder100(file.resolveSibling(""));
    }
  },
  CSV(400) {
    @Override
    void read(Path file) {
      CsvTable.read(file, "label").toDataset("table");
    }
  },
  CONFIG(2000) {
    @Override
    void read(Path file) {
      RunConfig.read(file);
    }
  },
  NETWORK(2000) {
    @Override
    void read(Path file) {
      Yaml.read(file, NetworkSpec.class).plan().parameters();
    }
  },
  /**
   * Each configuration that it stands for is made, checked and forgotten, one after the other;
   * their number has a limit of its own, 5000.
   */
  STUDY(2000) {
    @Override
    void read(Path file) {
      Yaml.read(file, Study.class);
    }

    @Override
    long mostBytes(long length) {
      return super.mostBytes(length) + 5_000L * (1 << 20);
    }
  },
  RESULTS(400) {
    @Override
    void read(Path file) {
      new TrialLog(file).refresh().all();
    }
  },
  METRICS(400) {
    @Override
    void read(Path file) {
      MetricsFile.read(file);
    }
  },
  PROVENANCE(400) {
    @Override
    void read(Path file) {
      Json.read(file, Provenance.class);
    }
  },
  ATTACK_STATE(400) {
    @Override
    void read(Path file) {
      Json.read(file, SuiteState.class);
    }
  },
  /** A file without a name is 20 bytes there, and several objects here. */
  LISTING(64) {
    @Override
    void read(Path file) {
      KeptListing.read(file);
    }
  },
  /** The memory for decoding has a limit of its own, by the pixels. */
  IMAGE(1 << 16) {
    @Override
    void read(Path file) {
      EncodedImage.read(file).prepared(new ImagePreparation(3, 8, 8, ImageFit.CROP), remark -> {});
    }
  };

  private static final NetworkSpec SMALL =
      Yaml.readText(
          """
          name: small
          input: {shape: [1, 2, 2]}
          blocks:
            - {name: fc1, layers: [flatten, {linear: {features: 3}}, relu]}
            - {name: logits, layers: [{linear: {features: 2}}]}
          """,
          "small.yaml",
          NetworkSpec.class);

  private static final byte[] THREE_LABELS = {0, 0, 8, 1, 0, 0, 0, 3, 0, 1, 2};
  private static final byte[] THREE_IMAGES =
      ByteBuffer.allocate(28).putInt(0x803).putInt(3).putInt(2).putInt(2).array();

  /** Bytes that reading may take for each byte of the file, beside {@link #SPARE}. */
  private final int factor;

  /**
   * What a reader may take however short the file is: buffers, messages, the first use of a class.
   */
  private static final long SPARE = 32L << 20;

  Reader(int factor) {
    this.factor = factor;
  }

  /** Reads a file as the program does. */
  abstract void read(Path file) throws IOException;

  /** How many bytes of the heap a file of this length may take, all together. */
  long mostBytes(long length) {
    return SPARE + factor * length;
  }

  String folder() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Reader of(String folder) {
    return valueOf(folder.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static void idx(byte[] images, byte[] labels) {
    try (ByteArrayInputStream first = new ByteArrayInputStream(images);
        ByteArrayInputStream second = new ByteArrayInputStream(labels)) {
      IdxReader.read("idx", first, "images", second, "labels", List.of("a", "b", "c"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
