package org.widemargin.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.widemargin.data.Datasets;
import org.widemargin.error.InputException;

class PublicDatasetsTest {
  @Test
  void eachCanBeReadOnceItIsThere() {
    assertThat(PublicDatasets.ALL)
        .extracting(PublicDataset::name)
        .containsExactly("mnist", "fashion-mnist", "cifar-10", "cifar-100")
        // Module mnist brings its own.
        .filteredOn(name -> !name.equals("mnist"))
        .isSubsetOf(Datasets.names());
  }

  @Test
  void noTwoFilesAreOne() {
    List<RemoteFile> files =
        PublicDatasets.ALL.stream().flatMap(dataset -> dataset.files().stream()).toList();
    assertThat(files).extracting(RemoteFile::address).doesNotHaveDuplicates();
    assertThat(files).extracting(RemoteFile::sha256).doesNotHaveDuplicates();
  }

  @Test
  void unknownNamesGetTheNearest() {
    assertThatThrownBy(() -> PublicDatasets.named("cifar10", PublicDatasets.ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no data set 'cifar10' can be fetched")
        .hasMessageContaining("cifar-10");
  }

  @Test
  void descriptionsAreChecked() {
    URI address = URI.create("https://a.example/f.gz");
    String digest = "0".repeat(64);
    assertThat(new RemoteFile(address, 1, digest).name()).isEqualTo("f.gz");
    assertThatThrownBy(() -> new RemoteFile(URI.create("https://a.example/"), 1, digest))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new RemoteFile(address, 0, digest)).isInstanceOf(InputException.class);
    assertThatThrownBy(() -> new RemoteFile(address, 1, "C" + digest.substring(1)))
        .isInstanceOf(InputException.class);
    for (String path : List.of("a/", "a/..", "../.", "a/.hidden", "a b")) {
      assertThatThrownBy(() -> new ArchiveMember(path, 1)).isInstanceOf(InputException.class);
    }
    RemoteFile file = new RemoteFile(address, 1, digest);
    assertThatThrownBy(
            () -> new PublicDataset("x", List.of(file, file), List.of(new ArchiveMember("a", 1))))
        .isInstanceOf(InputException.class);
  }
}
