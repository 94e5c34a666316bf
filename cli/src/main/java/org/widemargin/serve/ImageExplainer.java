package org.widemargin.serve;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.widemargin.assessment.NearestExample;
import org.widemargin.assessment.NearestExamples;
import org.widemargin.attack.AttackResult;
import org.widemargin.attack.Fab;
import org.widemargin.attack.MinimumNormRun;
import org.widemargin.data.Dataset;
import org.widemargin.data.ImageFile;
import org.widemargin.data.SampleShape;
import org.widemargin.distance.Answer;
import org.widemargin.evaluate.Classifier;
import org.widemargin.figure.Picture;
import org.widemargin.image.EncodedImage;
import org.widemargin.web.Refusal;

/** Says of an image what it is, how far from anything else, and what would make it that. */
final class ImageExplainer {
  private static final int TOO_LARGE = 413;
  private static final float BRIGHTEST = 255;
  private static final String IMAGE = "the image";
  private static final long SEED = 0;

  private final ServedNetwork network;
  private final long mostPixels;

  /**
   * Explains a network's answers.
   *
   * @param network one that takes images
   * @param mostPixels of an image, before it is brought to the network's size
   */
  ImageExplainer(ServedNetwork network, long mostPixels) {
    this.network = network;
    this.mostPixels = mostPixels;
  }

  /**
   * Classifies an image.
   *
   * @param file the bytes of a PNG or JPEG file
   * @throws org.widemargin.error.InputException if it is none
   * @throws Refusal if it is too large
   */
  ImageAnswer answer(byte[] file) {
    List<String> remarks = new ArrayList<>();
    float[] pixels = pixels(file, remarks);
    Answer answer = ask(pixels);
    List<ImageAnswer.Share> shares =
        IntStream.range(0, network.classNames().size())
            .mapToObj(i -> new ImageAnswer.Share(name(i), answer.probabilities().get(i)))
            .sorted(Comparator.comparingDouble(ImageAnswer.Share::probability).reversed())
            .toList();
    List<ImageAnswer.Far> distances =
        answer.distances().entrySet().stream()
            .map(entry -> new ImageAnswer.Far(entry.getKey(), entry.getValue()))
            .toList();
    return new ImageAnswer(
        name(answer.predicted()),
        name(answer.competitor()),
        network.norm().toString(),
        shares,
        distances,
        uri(pixels),
        remarks);
  }

  /**
   * Looks for the smallest change that makes an image another class, by {@link Fab}, as {@code
   * attack} does: an upper bound of the distance, confirmed by the network.
   *
   * @param file as for {@link #answer}
   * @return empty if none was found
   */
  Optional<SmallestChange> flip(byte[] file) {
    float[] pixels = pixels(file, new ArrayList<>());
    int predicted = ask(pixels).predicted();
    Dataset one =
        Dataset.images(IMAGE, shape(), bytes(pixels), new int[] {predicted}, network.classNames());
    Classifier classifier = Classifier.of(network.run().network());
    AttackResult nearest =
        new MinimumNormRun(network.norm(), one.validRange(), SEED, 1)
            .run(Fab.untargeted(), classifier, one, new int[] {0});
    return NearestExamples.firstOfEachClass(classifier, one, nearest).stream()
        .findFirst()
        .map(this::change);
  }

  private SmallestChange change(NearestExample example) {
    return new SmallestChange(
        name(example.label()),
        name(example.seen()),
        network.norm().toString(),
        example.distance(),
        uri(example.changed()),
        uri(example.difference()));
  }

  private Answer ask(float[] pixels) {
    return Answer.of(network.run().network(), List.of(pixels), network.norm()).get(0);
  }

  private float[] pixels(byte[] file, List<String> remarks) {
    EncodedImage image = EncodedImage.of(file, IMAGE);
    long count = (long) image.width() * image.height();
    if (count > mostPixels) {
      throw new Refusal(
          TOO_LARGE,
          "expected an image of at most "
              + mostPixels
              + " pixels, found "
              + image.width()
              + "x"
              + image.height()
              + "; make it smaller first");
    }
    return ImageFile.read(
        image,
        IMAGE,
        network.shape(),
        network.run().preparation(),
        network.background(),
        remarks::add);
  }

  private SampleShape.Image shape() {
    return (SampleShape.Image) network.shape();
  }

  private String name(int label) {
    return network.classNames().get(label);
  }

  private String uri(float[] pixels) {
    Picture picture = new Picture(shape().channels(), shape().height(), shape().width(), pixels);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(picture.toPng());
  }

  private static byte[] bytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(pixels[i] * BRIGHTEST);
    }
    return bytes;
  }
}
