package org.widemargin.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.widemargin.torch.Device;
import org.widemargin.torch.Devices;
import org.widemargin.torch.NativeRuntime;
import org.widemargin.train.RunConfig;
import org.widemargin.train.SplitMetrics;
import org.widemargin.train.TrainingData;

/**
 * Where a run comes from, beyond its configuration.
 *
 * @param seed which all random draws belong to
 * @param threads how many threads compute
 * @param data the SHA-256 of each part of the data as it was used, by name, and of the file of
 *     weights that the run started from, if it did
 * @param sessions one for each time the run was started or continued
 * @param undecodable the files that could not be decoded and were left out, by part of the data,
 *     each with what is wrong with it; absent if there are none
 */
public record Provenance(
    long seed,
    int threads,
    Map<String, String> data,
    List<Session> sessions,
    @Nullable Map<String, List<String>> undecodable) {
  /**
   * One stretch of a run.
   *
   * @param started when, in UTC
   * @param fromStep how many updates had been made before
   * @param version of this library
   * @param commit of its sources, if the build or the launcher told (system property {@code
   *     widemargin.commit})
   * @param libtorch the version of libtorch and its bindings
   * @param java the version and vendor of the virtual machine
   * @param system the operating system
   * @param host the machine's name
   * @param processors how many processors it offers
   * @param vectorInstructions those that libtorch uses
   * @param device what computed, with its name if it has one; absent from runs older than the
   *     choice, which the processor computed
   */
  public record Session(
      String started,
      long fromStep,
      String version,
      @Nullable String commit,
      String libtorch,
      String java,
      String system,
      String host,
      int processors,
      String vectorInstructions,
      @Nullable String device) {
    /**
     * Describes this process.
     *
     * @param fromStep how many updates had been made before
     * @param device what computes
     * @return the stretch that begins now
     */
    public static Session here(long fromStep, Device device) {
      return session(fromStep, device);
    }
  }

  /** Copies map and list. */
  public Provenance {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    sessions = List.copyOf(sessions);
  }

  /** Describes the start of a run. */
  static Provenance of(RunConfig config, TrainingData data, Device device) {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put(SplitMetrics.TRAIN, data.train().sha256());
    data.validation().ifPresent(held -> hashes.put(SplitMetrics.VALIDATION, held.sha256()));
    hashes.put(SplitMetrics.TEST, data.test().sha256());
    if (config.model().initialSha256() != null) {
      hashes.put("initial-weights", config.model().initialSha256());
    }
    return new Provenance(
        config.seed(), config.threads(), hashes, List.of(session(0, device)), undecodable(data));
  }

  /** The same, continued now. */
  Provenance continuedFrom(long step, Device device) {
    List<Session> all = new ArrayList<>(sessions);
    all.add(session(step, device));
    return new Provenance(seed, threads, data, all, undecodable);
  }

  private static @Nullable Map<String, List<String>> undecodable(TrainingData data) {
    Map<String, List<String>> leftOut = new LinkedHashMap<>();
    leftOut.put(SplitMetrics.TRAIN, data.train().undecodable());
    leftOut.put(SplitMetrics.TEST, data.test().undecodable());
    leftOut.values().removeIf(List::isEmpty);
    return leftOut.isEmpty() ? null : leftOut;
  }

  private static Session session(long fromStep, Device device) {
    return new Session(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        fromStep,
        LibraryVersion.current(),
        System.getProperty("widemargin.commit"),
        NativeRuntime.libtorchVersion(),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        host(),
        Runtime.getRuntime().availableProcessors(),
        NativeRuntime.cpuCapability(),
        (device + " " + Devices.name(device)).strip());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // Common in containers; the name is for people to read.
      return "unknown";
    }
  }
}
