package org.widemargin.cli.option;

import java.util.Iterator;
import java.util.List;
import org.widemargin.attack.Attacks;
import org.widemargin.export.ExportFormat;
import org.widemargin.fetch.PublicDataset;
import org.widemargin.fetch.PublicDatasets;
import org.widemargin.network.Architectures;
import org.widemargin.reproduce.Protocol;
import org.widemargin.train.Presets;

/** Names that the help lists and the shell completes. What takes them checks them. */
public abstract class Candidates implements Iterable<String> {
  private final List<String> names;

  private Candidates(List<String> names) {
    this.names = names;
  }

  @Override
  public Iterator<String> iterator() {
    return names.iterator();
  }

  /** The presets. */
  public static final class PresetNames extends Candidates {
    PresetNames() {
      super(Presets.NAMES);
    }
  }

  /** The architectures that need no width or depth. */
  public static final class ModelNames extends Candidates {
    ModelNames() {
      super(Architectures.NAMES);
    }
  }

  /** The devices, the first of each kind. */
  static final class DeviceNames extends Candidates {
    DeviceNames() {
      super(List.of("auto", "cpu", "cuda", "mps"));
    }
  }

  /** The formats of exported networks. */
  public static final class FormatNames extends Candidates {
    FormatNames() {
      super(ExportFormat.words());
    }
  }

  /** The data sets that can be fetched. */
  public static final class FetchedNames extends Candidates {
    FetchedNames() {
      super(PublicDatasets.ALL.stream().map(PublicDataset::name).toList());
    }
  }

  /** The attacks. */
  static final class AttackNames extends Candidates {
    AttackNames() {
      super(Attacks.NAMES);
    }
  }

  /** The studies of the paper's experiments. */
  public static final class StudyNames extends Candidates {
    StudyNames() {
      super(Protocol.NAMES);
    }
  }
}
