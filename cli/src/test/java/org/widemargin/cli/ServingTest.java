package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands that serve, as processes that are told to end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {
  private static final int TERMINATED = 128 + 15;
  private static final Pattern PAGE = Pattern.compile("http://[^\\s\"]+/");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private static HttpResponse<String> ask(String url, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    return CLIENT.send(
        (body.contentLength() == 0 ? request : request.POST(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return ask(url, HttpRequest.BodyPublishers.noBody());
  }

  /** The first address of a page that a process tells. */
  private static String page(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher page = PAGE.matcher(line);
      if (page.find()) {
        return page.group();
      }
    }
    throw new AssertionError("the process ended before it served");
  }

  private static void terminate(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(TERMINATED);
  }

  @Test
  void aTableIsServedInItsOwnUnits() throws Exception {
    StringBuilder text = new StringBuilder("length,id,kind\n");
    for (int i = 0; i < 80; i++) {
      text.append(i % 2 * 5000 + i % 9).append(',').append(i).append(',');
      text.append(i % 2 == 0 ? "short" : "long").append('\n');
    }
    Path table = java.nio.file.Files.writeString(folder.resolve("all.csv"), text);
    Path run = folder.resolve("kinds");
    Program.run(
            "train",
            "--dataset=csv",
            "--data=" + table,
            "--label=kind",
            "--model=mlp:8",
            "--loss=cross-entropy",
            "--steps=200",
            "--learning-rate=0.01",
            "--out=" + run)
        .succeeded();
    Process process =
        Program.process(List.of("serve", run.toString(), "--port=0"))
            .redirectErrorStream(true)
            .start();
    try {
      String page = page(process);
      assertThat(page).startsWith("http://127.0.0.1:");
      String answer =
          ask(
                  page + "v2/models/kinds/infer",
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"inputs": [{"name": "input", "datatype": "FP64", "shape": [2, 2],
                                   "data": [5003, 7, 2, 8]}],
                       "outputs": [{"name": "class_name"}]}
                      """))
              .body();
      assertThat(new ObjectMapper().readTree(answer).at("/outputs/0/data").toString())
          .isEqualTo("[\"long\",\"short\"]");
      assertThat(get(page).body())
          .contains("rows of 2 numbers", "length, id")
          .doesNotContain("<script");
      assertThat(get(page + "v2/models/kinds").body()).contains("\"FP64\"");
      terminate(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whoLetsOthersInIsWarned() throws Exception {
    Process process =
        Program.process(List.of("serve", "zoo:mnist-clean", "--port=0", "--host=0.0.0.0", "--json"))
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      assertThat(get(page(process) + "v2/health/ready").body()).isEqualTo("{\"ready\":true}");
      assertThat(folder.resolve("errors"))
          .content()
          .contains("warning: whoever reaches this machine", "no passwords");
      terminate(process);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aTrainingIsWatchedAndAFinishedRunToo() throws Exception {
    Path data = TinyData.write(folder.resolve("data"));
    Path run = folder.resolve("run");
    Program.Result trained = Program.run(TinyData.train(data, run, "--watch")).succeeded();
    assertThat(trained.err()).contains("watch it at http://127.0.0.1:");
    Process process = Program.process(List.of("watch", run.toString())).start();
    try {
      String answer = get(page(process) + "curves").body();
      assertThat(new ObjectMapper().readTree(answer).path("words").asText())
          .startsWith("The run has ended: step 30 of 30, train");
      terminate(process);
    } finally {
      process.destroyForcibly();
    }
    assertThat(Program.run("watch", folder.resolve("none").toString()).refusal())
        .contains("expected the folder of a run");
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    String[] wrong = {
      "--port=70000", "--workers=0", "--queue=0", "--max-body=0", "--max-seconds=0"
    };
    for (String option : wrong) {
      assertThat(Program.run("serve", "zoo:mnist-clean", option).refusal()).contains("expected");
    }
    assertThat(Program.run("serve", "zoo:mnist-clean", "--host=no.such.host.invalid").refusal())
        .contains("no.such.host.invalid");
    assertThat(Program.run("serve", folder.resolve("none").toString()).refusal())
        .contains("expected the folder of a run");
  }
}
