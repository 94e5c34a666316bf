package org.widemargin.cli.doctor;

import java.util.List;
import java.util.Map;
import org.widemargin.cli.machine.Threads;
import org.widemargin.torch.DeviceChoice;
import org.widemargin.torch.Devices;

/**
 * What {@code doctor --json} gives.
 *
 * @param widemargin this program's version
 * @param java the version and maker of the JVM
 * @param system the operating system and its processor family
 * @param libtorch the version of libtorch and of its bindings
 * @param openblas the version of OpenBLAS and of its bindings
 * @param libraries the files of both and of what they need, where the system tells
 * @param threads of both pools, which should be equal, and what the machine has
 * @param processor what it is and can do
 * @param memory of the machine and of this process
 * @param asked the device that the environment asks for, {@code auto} if none
 * @param devices that can be computed on, or why not
 * @param speed of a convolution
 * @param warnings what is not as it should be, one line each; empty if all is well
 */
record Diagnosis(
    String widemargin,
    String java,
    String system,
    String libtorch,
    String openblas,
    List<String> libraries,
    Threads threads,
    Processor processor,
    Memory memory,
    String asked,
    List<DeviceFound> devices,
    Speed speed,
    List<String> warnings) {

  /** Whether the device that the environment asks for can be used. */
  boolean hasWhatIsAsked() {
    return asked.equals(DeviceChoice.AUTO.toString())
        || devices.stream().anyMatch(found -> found.usable() && found.device().equals(asked));
  }

  /**
   * Threads.
   *
   * @param libtorch the size of its pool
   * @param openblas the size of its pool
   * @param processors that the JVM may use
   */
  record Threads(int libtorch, int openblas, int processors) {}

  /**
   * The processor.
   *
   * @param model its name, empty where the system does not say
   * @param features its vector instructions that matter here
   * @param libtorch what libtorch's own kernels use of them
   */
  record Processor(String model, List<String> features, String libtorch) {}

  /**
   * Memory in bytes.
   *
   * @param machine all there is
   * @param heapLimit what the JVM may use for plain arrays
   * @param resident what this process holds now, native memory included
   * @param nativeLimit JavaCPP's own limit on native memory; 0 for none, as it should be
   * @param malloc the settings of glibc's allocator, from the environment
   */
  record Memory(
      long machine,
      long heapLimit,
      long resident,
      String nativeLimit,
      Map<String, String> malloc) {}

  /**
   * A device.
   *
   * @param device as {@code --device} takes it
   * @param name what it is called; empty if it does not say
   * @param memory its own, in bytes; 0 if it has none of its own or does not say
   * @param usable whether a small computation on it came out right
   * @param reason why it is not usable; empty if it is
   */
  record DeviceFound(String device, String name, long memory, boolean usable, String reason) {
    static DeviceFound of(Devices.Found found) {
      return new DeviceFound(
          found.device().toString(),
          found.name(),
          found.memoryBytes(),
          found.whyNot().isEmpty(),
          found.whyNot().orElse(""));
    }
  }

  /**
   * The speed check.
   *
   * @param gigaflops billions of operations per second in a convolution
   * @param usual what is usual for such a processor with so many threads
   * @param verdict slow, as-expected or fast
   */
  record Speed(double gigaflops, double usual, String verdict) {}
}
