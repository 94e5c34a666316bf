package org.widemargin.sweep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A process that carries out trials, one after the other: tasks come by standard input, answers go
 * by standard output. It ends with its input.
 */
public final class TrialProcess {
  /** Before an answer. */
  static final int DONE = 0;

  /** Before a line that says what failed. */
  static final int FAILED = 1;

  private TrialProcess() {}

  /**
   * Runs the process.
   *
   * @param arguments the folder that is its own
   * @throws IOException if whoever asks is gone
   */
  public static void main(String[] arguments) throws IOException {
    // What anybody else prints would stand between the answers.
    System.setOut(System.err);
    TrialExecutor executor = new TrialExecutor(Path.of(arguments[0]));
    try (DataInputStream tasks =
            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        DataOutputStream answers =
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
      while (true) {
        byte[] task;
        try {
          task = TrialTask.read(tasks);
        } catch (EOFException e) {
          return;
        }
        answer(executor, task, answers);
        answers.flush();
      }
    }
  }

  private static void answer(TrialExecutor executor, byte[] task, DataOutputStream answers)
      throws IOException {
    byte[] answer;
    int status = DONE;
    try {
      answer = executor.carryOut(task);
    } catch (RuntimeException e) {
      status = FAILED;
      String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
      answer = message.getBytes(StandardCharsets.UTF_8);
    }
    answers.writeByte(status);
    TrialTask.write(answers, answer);
  }
}
