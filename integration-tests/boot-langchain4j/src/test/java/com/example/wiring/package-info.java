@NullMarked
package com.example.wiring;

import org.jspecify.annotations.NullMarked;
