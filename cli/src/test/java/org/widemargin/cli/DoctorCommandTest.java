package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.widemargin.cli.machine.DefaultDevice;
import org.widemargin.cli.machine.Threads;

class DoctorCommandTest {
  @Test
  void saysWhatTheMachineIsLike() {
    JsonNode json = Program.run("doctor", "--json").succeeded().json();
    int threads = Threads.chosen();
    assertThat(json.path("threads").path("libtorch").asInt()).isEqualTo(threads);
    assertThat(json.path("threads").path("openblas").asInt()).isEqualTo(threads);
    assertThat(json.path("libtorch").asText()).matches("\\d+\\.\\d+.*");
    assertThat(json.path("memory").path("machine").asLong()).isPositive();
    assertThat(json.path("memory").path("resident").asLong()).isPositive();
    assertThat(json.path("memory").path("native-limit").asText()).isEqualTo("0");
    assertThat(json.path("speed").path("gigaflops").asDouble()).isPositive();
    assertThat(json.path("speed").path("verdict").asText()).isIn("slow", "as-expected", "fast");
    assertThat(json.path("warnings").isArray()).isTrue();
    assertThat(json.path("devices"))
        .extracting(found -> found.path("device").asText().replaceAll(":.*", ""))
        .contains("cpu", "cuda", "mps");
    assertThat(json.path("devices"))
        .allSatisfy(
            found ->
                assertThat(found.path("reason").asText().isEmpty())
                    .isEqualTo(found.path("usable").asBoolean()));
    assertThat(json.path("devices").get(0).path("usable").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"cuda:77, 1", "cpu, 0"})
  void aDeviceThatTheEnvironmentAsksForMustBeUsable(String device, int status) throws Exception {
    ProcessBuilder doctor = Program.process(List.of("doctor"));
    doctor.environment().put(DefaultDevice.VARIABLE, device);
    Process process = doctor.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(status);
    assertThat(output.contains(DefaultDevice.VARIABLE + " is " + device + ", which is not usable"))
        .as(output)
        .isEqualTo(status == 1);
  }
}
