package org.widemargin.assessment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.widemargin.certify.Certification;
import org.widemargin.config.Json;
import org.widemargin.config.Names;
import org.widemargin.error.InputException;
import org.widemargin.file.AtomicFiles;
import org.widemargin.file.SealedLine;
import org.widemargin.norm.Norm;
import org.widemargin.report.HtmlPage;
import org.widemargin.report.HtmlWriter;
import org.widemargin.run.UnfinishedLine;

/**
 * The files of a certification: {@code certification.json}, what was asked; {@code
 * certificates.jsonl}, a line for each sample, from whose end an interrupted certification goes on;
 * and the page {@code index.html}. One process at a time writes there.
 */
public final class CertificationFiles {
  /** What tells such a folder. */
  public static final String MARK = "certification.json";

  private final Path folder;

  private CertificationFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * What the lines answer.
   *
   * @param network its architecture's name
   * @param sha256 of its parameters and running statistics
   * @param dataset the SHA-256 of the test samples
   * @param norm of the perturbations
   * @param epsilon the size that is asked about
   * @param method of proof
   * @param layers the SHA-256 of the network's spec; null in files of earlier versions
   */
  private record Asked(
      String network,
      String sha256,
      String dataset,
      Norm norm,
      double epsilon,
      String method,
      @Nullable String layers) {
    /** Earlier files did not look at the layers. */
    boolean isAsked(Asked now) {
      String same = layers == null ? null : now.layers;
      return equals(
          new Asked(now.network, now.sha256, now.dataset, now.norm, now.epsilon, now.method, same));
    }
  }

  /**
   * The files in a folder, which the caller owns.
   *
   * @param folder may be empty or missing
   * @param target whose margins
   * @param certification how
   * @throws InputException if the folder holds the answers to another question
   */
  public static CertificationFiles in(
      Path folder, AttackTarget target, Certification certification) {
    Asked asked =
        new Asked(
            target.network().spec().name(),
            target.fingerprint(),
            target.test().sha256(),
            certification.ball().norm(),
            certification.epsilon(),
            Names.ofConstant(certification.method()),
            target.layers());
    AtomicFiles.createFolder(folder);
    Path file = folder.resolve(MARK);
    if (Files.exists(file)) {
      InputException.require(
          Json.read(file, Asked.class).isAsked(asked),
          "%s holds another certification (network, data, norm, epsilon or method differ); give"
              + " another folder with --out",
          folder);
    } else {
      AtomicFiles.writeText(file, Json.write(asked));
    }
    return new CertificationFiles(folder);
  }

  /**
   * What is there already; a line that was being written when a process ended is dropped.
   *
   * @return in order
   * @throws InputException if a line is damaged
   */
  public List<CertifiedSample> done() {
    if (!Files.exists(lines())) {
      return List.of();
    }
    String text = read();
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    if (whole.length() < text.length()) {
      UnfinishedLine.tell(lines(), text.length() - whole.length());
      AtomicFiles.writeText(lines(), whole);
    }
    List<CertifiedSample> samples = new ArrayList<>();
    for (String line : whole.lines().toList()) {
      String where = lines() + " line " + (samples.size() + 1);
      samples.add(Json.readText(SealedLine.open(line, where), where, CertifiedSample.class));
    }
    return samples;
  }

  private String read() {
    try {
      return Files.readString(lines(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException("cannot read " + lines() + ": " + AtomicFiles.reason(e), e);
    }
  }

  /** Adds a line for each sample. */
  public void append(List<CertifiedSample> samples) {
    StringBuilder text = new StringBuilder();
    for (CertifiedSample sample : samples) {
      text.append(SealedLine.seal(Json.writeLine(sample))).append('\n');
    }
    try {
      Files.writeString(
          lines(),
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(lines(), e);
    }
  }

  /** Writes the page. */
  public void write(HtmlPage page) {
    AtomicFiles.writeText(folder.resolve("index.html"), HtmlWriter.write(page));
  }

  private Path lines() {
    return folder.resolve("certificates.jsonl");
  }
}
