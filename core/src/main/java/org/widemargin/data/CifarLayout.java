package org.widemargin.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The binary forms of CIFAR-10 and CIFAR-100 (Krizhevsky, 2009): records of one or two label bytes
 * and 3072 pixels, {@code [3, 32, 32]}.
 *
 * @param dataset the name that users ask for it by
 * @param title what its authors call it
 * @param labelBytes how many labels a record begins with, a byte each
 * @param labelAt which of them counts
 * @param train the files to learn from, in order
 * @param test the file to judge by
 * @param classes the classes' names, in the order of the labels
 */
record CifarLayout(
    String dataset,
    String title,
    int labelBytes,
    int labelAt,
    List<String> train,
    String test,
    List<String> classes) {
  static final SampleShape.Image SHAPE = new SampleShape.Image(3, 32, 32);

  /** Ten classes. */
  static final CifarLayout CIFAR_10 =
      new CifarLayout(
          "cifar-10",
          "CIFAR-10",
          1,
          0,
          IntStream.rangeClosed(1, 5).mapToObj(number -> "data_batch_" + number + ".bin").toList(),
          "test_batch.bin",
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"));

  /** A hundred classes, the second label byte. */
  static final CifarLayout CIFAR_100 =
      new CifarLayout(
          "cifar-100",
          "CIFAR-100",
          2,
          1,
          List.of("train.bin"),
          "test.bin",
          words(
              "apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus"
                  + " butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud"
                  + " cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox"
                  + " girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster"
                  + " man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter"
                  + " palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit"
                  + " raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake"
                  + " spider squirrel streetcar sunflower sweet_pepper table tank telephone television"
                  + " tiger tractor train trout tulip turtle wardrobe whale willow_tree wolf woman"
                  + " worm"));

  /** Its twenty superclasses of five classes each, the first label byte. */
  static final CifarLayout CIFAR_100_COARSE =
      new CifarLayout(
          "cifar-100-coarse",
          "CIFAR-100",
          2,
          0,
          List.of("train.bin"),
          "test.bin",
          words(
              "aquatic_mammals fish flowers food_containers fruit_and_vegetables"
                  + " household_electrical_devices household_furniture insects large_carnivores"
                  + " large_man-made_outdoor_things large_natural_outdoor_scenes"
                  + " large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people"
                  + " reptiles small_mammals trees vehicles_1 vehicles_2"));

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /** The bytes of one record. */
  int recordBytes() {
    return labelBytes + SHAPE.elements();
  }
}
