package org.widemargin.cli.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.cli.machine.EnvironmentNumber;
import org.widemargin.cli.machine.PoolSettings;
import org.widemargin.cli.machine.Threads;
import org.widemargin.config.Names;
import org.widemargin.run.LibraryVersion;
import org.widemargin.torch.Devices;
import org.widemargin.torch.NativeReport;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.torch.SpeedCheck;

/** Looks at the machine and at this process, for {@link DoctorCommand}. */
final class Examination {
  private static final Duration SPEED_CHECK = Duration.ofSeconds(2);
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_tile");

  /** The launcher sets these; without them glibc gives large tensors back each time. */
  private static final List<EnvironmentNumber> MALLOC =
      List.of(
          EnvironmentNumber.atLeast(
              "MALLOC_MMAP_THRESHOLD_", 1L << 30, "large tensors will be slow"),
          EnvironmentNumber.atLeast(
              "MALLOC_TRIM_THRESHOLD_", 1L << 30, "large tensors will be slow"));

  private static final String NATIVE_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  private Examination() {}

  static Diagnosis run() {
    NativeRuntime.initialise(Threads.chosen());
    NativeReport natives = NativeReport.inspect();
    SpeedCheck speed = SpeedCheck.run(SPEED_CHECK);
    Diagnosis.Threads threads =
        new Diagnosis.Threads(
            natives.libtorchThreads(),
            natives.openblasThreads(),
            Runtime.getRuntime().availableProcessors());
    Diagnosis.Memory memory = memory();
    Diagnosis.Processor processor = processor(natives);
    List<Diagnosis.DeviceFound> devices =
        Devices.all().stream().map(Diagnosis.DeviceFound::of).toList();
    return new Diagnosis(
        LibraryVersion.current(),
        System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        natives.libtorchVersion(),
        natives.openblasVersion(),
        natives.libraries().stream().map(NativeReport.Library::path).toList(),
        threads,
        processor,
        memory,
        DefaultDevice.chosen().toString(),
        devices,
        speed(speed, natives),
        warnings(natives, threads, processor, memory, speed));
  }

  private static Diagnosis.Processor processor(NativeReport natives) {
    List<String> lines = processorLines();
    List<String> flags = Arrays.asList(value(lines, "flags").split(" "));
    return new Diagnosis.Processor(
        value(lines, "model name"),
        FEATURES.stream().filter(flags::contains).toList(),
        natives.capability());
  }

  private static List<String> processorLines() {
    if (!Files.isReadable(PROCESSORS)) {
      return List.of();
    }
    try {
      return Files.readAllLines(PROCESSORS);
    } catch (IOException e) {
      return List.of("model name : unknown, " + e.getMessage());
    }
  }

  private static String value(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static Diagnosis.Memory memory() {
    Map<String, String> malloc = new TreeMap<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("MALLOC_")) {
                malloc.put(name, value);
              }
            });
    return new Diagnosis.Memory(
        machineBytes(),
        Runtime.getRuntime().maxMemory(),
        NativeRuntime.residentBytes(),
        System.getProperty(NATIVE_LIMIT, "default"),
        malloc);
  }

  private static long machineBytes() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  private static Diagnosis.Speed speed(SpeedCheck speed, NativeReport natives) {
    double usual = SpeedCheck.usual(natives.capability(), natives.libtorchThreads());
    String verdict = Names.ofConstant(speed.expectation());
    return new Diagnosis.Speed(Math.round(speed.gigaflops() * 10) / 10.0, usual, verdict);
  }

  private static List<String> warnings(
      NativeReport natives,
      Diagnosis.Threads threads,
      Diagnosis.Processor processor,
      Diagnosis.Memory memory,
      SpeedCheck speed) {
    List<String> warnings = new ArrayList<>();
    natives.libraries().stream()
        .filter(library -> !library.ours())
        .map(
            library ->
                "%s is not the one that comes with this program: unset LD_LIBRARY_PATH and"
                        .formatted(library.path())
                    + " LD_PRELOAD")
        .forEach(warnings::add);
    if (threads.libtorch() != threads.openblas()) {
      warnings.add(
          String.format(
                  Locale.ROOT,
                  "libtorch has %d threads and OpenBLAS %d; they will fight: set OMP_NUM_THREADS and",
                  threads.libtorch(),
                  threads.openblas())
              + " OPENBLAS_NUM_THREADS to the same number");
    }
    if (threads.libtorch() > threads.processors()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%d threads on %d processors are slower than fewer: set WIDEMARGIN_THREADS",
              threads.libtorch(),
              threads.processors()));
    }
    boolean avx512 = processor.features().contains("avx512f");
    warnings.addAll(PoolSettings.warnings(System.getenv(), threads.libtorch(), avx512));
    if (!memory.nativeLimit().equals("0")) {
      warnings.add(
          "-D%s is %s, expected 0: long runs may end in OutOfMemoryError; use ./widemargin"
              .formatted(NATIVE_LIMIT, memory.nativeLimit()));
    }
    if (System.getProperty("os.name").startsWith("Linux")) {
      MALLOC.forEach(number -> number.warning(memory.malloc()).ifPresent(warnings::add));
    }
    if (speed.expectation() == SpeedCheck.Expectation.SLOW) {
      warnings.add("this is slow: is something else running, or is the machine throttled?");
    }
    return List.copyOf(warnings);
  }
}
