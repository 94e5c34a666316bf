package org.widemargin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are learned from and come out with answers. */
class TablePredictionTest {
  @TempDir private Path folder;

  private Path trained() throws Exception {
    StringBuilder text = new StringBuilder("id,length,kind\n");
    for (int i = 0; i < 80; i++) {
      text.append(i).append(',').append(i % 2 * 5000 + i % 9).append(',');
      text.append(i % 2 == 0 ? "\"short, or so\"" : "long").append('\n');
    }
    Path table = Files.writeString(folder.resolve("all.csv"), text);
    Path run = folder.resolve("run");
    Program.Result result =
        Program.run(
                "train",
                "--dataset=csv",
                "--data=" + table,
                "--label=3",
                "--model=mlp:8",
                "--loss=cross-entropy",
                "--steps=200",
                "--learning-rate=0.01",
                "--out=" + run)
            .succeeded();
    assertThat(result.err())
        .contains("16 of 80 rows are held out to test on")
        .contains("each of the 2 features is scaled");
    return run;
  }

  @Test
  void rowsComeOutWithClassAndProbabilities() throws Exception {
    Path run = trained();
    Path rows =
        Files.writeString(
            folder.resolve("new.csv"), "length,note,id\n5003,\"a, b\",7\n2,plain,8\n");
    Program.Result answer = Program.run("predict", run.toString(), rows.toString()).succeeded();
    List<String> lines = answer.out().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo("length,note,id,predicted,probability long,\"probability short, or so\"");
    assertThat(lines.get(1)).startsWith("5003,\"a, b\",7,long,");
    assertThat(lines.get(2)).startsWith("2,plain,8,\"short, or so\",");
    Path again = Files.writeString(folder.resolve("again.csv"), answer.out());
    assertThat(Program.run("predict", run.toString(), again.toString()).succeeded().out())
        .as("earlier answers give way")
        .isEqualTo(answer.out());
    assertThat(Program.run("predict", run.toString(), rows.toString(), "--json").succeeded().out())
        .contains("\"class\" : \"long\"")
        .contains("\"row\" : 2");
  }

  /** Marks of direction, as names in Hebrew or Arabic have them, and what else text may hold. */
  @Test
  void textComesOutAsItIs() throws Exception {
    Path run = trained();
    String note = "\u202b\u05e2\u05d1\u202c \u2028 \ufdd0x\ufdef \u0085";
    Path rows =
        Files.writeString(folder.resolve("new.csv"), "length,note,id\n5003,\"" + note + "\",7\n");
    assertThat(Program.run("predict", run.toString(), rows.toString()).succeeded().out())
        .contains("5003," + note + ",7,long,");
  }

  @Test
  void columnsOfTheUserStayWhateverTheyAreCalled() throws Exception {
    Path run = trained();
    Path rows =
        Files.writeString(
            folder.resolve("weather.csv"), "length,probability of rain,id\n5003,0.5,7\n");
    assertThat(Program.run("predict", run.toString(), rows.toString()).succeeded().out().lines())
        .first()
        .isEqualTo(
            "length,probability of rain,id,predicted,probability long,\"probability short, or so\"");
  }

  @Test
  void imagesAndForeignTablesAreRefused() throws Exception {
    Path run = trained();
    Path rows = Files.writeString(folder.resolve("new.csv"), "lenght,id\n5003,7\n");
    Program.Result refused = Program.run("predict", run.toString(), rows.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("found no column 'length'").contains("lenght");
  }
}
