/** A typical application with Spring AI. */
@NullMarked
package com.example;

import org.jspecify.annotations.NullMarked;
