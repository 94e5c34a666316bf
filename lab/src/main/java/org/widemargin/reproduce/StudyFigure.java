package org.widemargin.reproduce;

import org.widemargin.figure.Figure;

/**
 * A figure of a study.
 *
 * @param name of its files, without an ending
 * @param caption what is to be seen, and how the spread is drawn
 * @param figure the figure
 */
public record StudyFigure(String name, String caption, Figure figure) {}
