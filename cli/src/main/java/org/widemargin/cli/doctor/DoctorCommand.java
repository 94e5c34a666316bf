package org.widemargin.cli.doctor;

import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.cli.option.JsonOption;
import org.widemargin.cli.text.Console;
import org.widemargin.cli.text.Failures;
import org.widemargin.cli.text.Style;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows whether this machine is ready, and how fast it is. */
@Command(
    name = "doctor",
    description =
        "Show the native libraries, threads, processor, memory and devices, and check the speed for"
            + " two seconds. Ends with status 1 if WIDEMARGIN_DEVICE names one that is not usable.",
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  widemargin doctor",
      "  WIDEMARGIN_THREADS=1 widemargin doctor",
      "  widemargin doctor --json",
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final double GIBIBYTE = 1L << 30;

  private final Console console;

  @Mixin private JsonOption json = new JsonOption();

  public DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Diagnosis diagnosis = Examination.run();
    json.print(console, diagnosis, () -> print(diagnosis));
    if (diagnosis.hasWhatIsAsked()) {
      return 0;
    }
    console.error(
        "%s is %s, which is not usable here; the line of that device says why"
            .formatted(DefaultDevice.VARIABLE, diagnosis.asked()));
    return Failures.FAILED;
  }

  private void print(Diagnosis found) {
    line("widemargin", found.widemargin());
    line("java", found.java() + ", " + found.system());
    line("libtorch", found.libtorch());
    line("openblas", found.openblas());
    String label = "natives";
    for (String library : found.libraries()) {
      line(label, library);
      label = "";
    }
    Diagnosis.Threads threads = found.threads();
    line(
        "threads",
        String.format(
            Locale.ROOT,
            "%d in libtorch, %d in OpenBLAS; the machine has %d processors",
            threads.libtorch(),
            threads.openblas(),
            threads.processors()));
    line("processor", processor(found.processor()));
    line("memory", memory(found.memory()));
    line("malloc", malloc(found.memory()));
    found.devices().forEach(device -> line("device", device(device)));
    line("speed", speed(found.speed()));
    found.warnings().forEach(console::warn);
    console.print(
        found.warnings().isEmpty() && found.hasWhatIsAsked()
            ? Style.GREEN.of("All is well.")
            : "See the warnings.");
  }

  private void line(String name, String value) {
    console.print(Style.BOLD.of(String.format(Locale.ROOT, "%-11s", name)) + " " + value);
  }

  private static String processor(Diagnosis.Processor processor) {
    String model = processor.model().isEmpty() ? "unknown model" : processor.model();
    String features =
        processor.features().isEmpty() ? "" : "; " + String.join(" ", processor.features());
    return "%s%s; libtorch uses %s".formatted(model, features, processor.libtorch());
  }

  private static String device(Diagnosis.DeviceFound found) {
    if (!found.usable()) {
      return found.device() + ": not usable: " + found.reason();
    }
    String name = found.name().isEmpty() ? "" : " " + found.name();
    String memory =
        found.memory() == 0
            ? ""
            : String.format(Locale.ROOT, ", %.1f GiB", found.memory() / GIBIBYTE);
    return found.device() + name + memory + ": usable";
  }

  private static String memory(Diagnosis.Memory memory) {
    return String.format(
        Locale.ROOT,
        "%.1f GiB in the machine, heap at most %.1f GiB, resident now %.1f GiB",
        memory.machine() / GIBIBYTE,
        memory.heapLimit() / GIBIBYTE,
        memory.resident() / GIBIBYTE);
  }

  private static String malloc(Diagnosis.Memory memory) {
    return memory.malloc().isEmpty()
        ? "the system's defaults"
        : memory.malloc().entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining(" "));
  }

  private static String speed(Diagnosis.Speed speed) {
    return String.format(
        Locale.ROOT,
        "%.0f GFLOP/s in a 5x5 convolution; about %.0f is usual here when nothing else runs: %s",
        speed.gigaflops(),
        speed.usual(),
        speed.verdict().replace('-', ' '));
  }
}
