package org.widemargin.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.widemargin.architecture.Room.Part;

/** What is true of this project's packages; {@link HouseRules} holds the code against it. */
final class House {
  static final String ROOT = "org.widemargin";

  /** The only package that may name the bindings, and what they are. */
  static final String DOOR = ROOT + ".torch";

  static final String BINDINGS = "org.bytedeco";

  /** The one class of the bindings that everybody may name. */
  static final String TENSOR = "org.bytedeco.pytorch.Tensor";

  /** Makes tensors out of plain numbers. */
  static final String MAKER = DOOR + ".Tensors";

  /** Says where. */
  static final String DEVICE = DOOR + ".Device";

  /** What looks for devices, draws in plain Java, names what old runs computed on, or times. */
  static final List<String> ON_THE_PROCESSOR =
      List.of(
          DEVICE,
          DOOR + ".Devices",
          DOOR + ".DeviceChoice",
          DOOR + ".SpeedCheck",
          DOOR + ".Collectives",
          MAKER,
          ROOT + ".evaluate.NoiseEvaluation",
          ROOT + ".study.TrialResult",
          ROOT + ".reproduce.ReproductionPage",
          ROOT + ".bench.Steps",
          ROOT + ".bench.HotPieces");

  /** What measures a network: code shared with the loss could share its mistakes. */
  static final List<String> JUDGES =
      in(ROOT, "norm", "boundary", "evaluate", "certify", "distance", "attack", "robustness");

  /** What is measured. */
  static final List<String> JUDGED = in(ROOT, "loss", "margin");

  /** From the ground up: a package uses only those before it. */
  static final List<Room> ROOMS =
      List.of(
          new Room("error", Part.GROUND, "what people are told", 0.1),
          new Room("file", Part.GROUND, "files, and whose they are", 0.3),
          new Room("config", Part.GROUND, "YAML to records", 0.6),
          new Room("torch", Part.GROUND, "the door to libtorch", 0.3),
          new Room("image", Part.GROUND, "photographs to pixels", 0.75),
          new Room("data", Part.GROUND, "data sets, batches", 0.5),
          new Room("fetch", Part.GROUND, "public data sets", 0.9),
          new Room("layer", Part.GROUND, "layers as data", 0.2),
          new Room("network", Part.GROUND, "networks, and the way back", 0.42),
          new Room("norm", Part.GROUND, "l-p norms, the box", 0.74),
          new Room("boundary", Part.GROUND, "where the boundary is", 0.62),
          new Room("evaluate", Part.JUDGE, "right or wrong", 0.17),
          new Room("certify", Part.JUDGE, "proofs over a ball", 0.5),
          new Room("distance", Part.JUDGE, "how far the boundary is", 0.82),
          new Room("loss", Part.METHOD, "what training lowers", 0.18),
          new Room("margin", Part.METHOD, "the paper's loss", 0.3),
          new Room("optimize", Part.METHOD, "steps of the weights", 0.68),
          new Room("checkpoint", Part.GROUND, "networks as files", 0.85),
          new Room("parallel", Part.METHOD, "many train one network", 0.35),
          new Room("train", Part.METHOD, "the loop", 0.4),
          new Room("run", Part.METHOD, "a training on disk", 0.22),
          new Room("export", Part.METHOD, "networks for elsewhere", 0.05),
          new Room("attack", Part.JUDGE, "ways to fool a network", 0.37),
          new Room("robustness", Part.JUDGE, "how many still stand", 0.55),
          new Room("audit", Part.METHOD, "which labels are wrong", 0.3),
          new Room("", Part.METHOD, "the front door", 0.7),
          new Room("mnist", Part.GROUND, "MNIST itself", 0.92),
          new Room("figure", Part.LAB, "plots", 0.9),
          new Room("report", Part.LAB, "pages, tables", 0.66),
          new Room("study", Part.LAB, "trials as data", 0.27),
          new Room("results", Part.LAB, "means and spreads", 0.45),
          new Room("sweep", Part.LAB, "runs trials", 0.1),
          new Room("assessment", Part.LAB, "an attack's page", 0.88),
          new Room("demo", Part.LAB, "two networks, one page", 0.7),
          new Room("reproduce", Part.LAB, "the paper's studies", 0.33),
          new Room("bench", Part.PROGRAM, "what a step costs", 0.25),
          new Room("web", Part.PROGRAM, "a small web server", 0.8),
          new Room("watch", Part.PROGRAM, "curves while it trains", 0.95),
          new Room("serve", Part.PROGRAM, "networks over HTTP", 0.55),
          new Room("cli.machine", Part.PROGRAM, "", 0.55),
          new Room("cli.text", Part.PROGRAM, "", 0.55),
          new Room("cli.option", Part.PROGRAM, "", 0.55),
          new Room("cli.worker", Part.PROGRAM, "", 0.55),
          new Room("cli.doctor", Part.PROGRAM, "", 0.55),
          new Room("cli.command", Part.PROGRAM, "", 0.55),
          new Room("cli", Part.PROGRAM, "the commands", 0.55));

  static final PackageOrder ORDER = new PackageOrder(ROOT, ROOMS.stream().map(Room::name).toList());

  private House() {}

  /** The compiled main classes of every module: module {@code cli} has them all on its path. */
  static JavaClasses classes() {
    return Imported.CLASSES;
  }

  private static List<String> in(String root, String... packages) {
    return List.of(packages).stream().map(name -> root + "." + name).toList();
  }

  /** Read when they are first asked for, and once. */
  private static final class Imported {
    static final JavaClasses CLASSES =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }
}
