@echo off
rem Runs widemargin on Windows. UNTESTED: no Windows machine was at hand.
rem
rem   WIDEMARGIN_THREADS    threads of libtorch and of OpenBLAS; default: the processors of this machine
rem   WIDEMARGIN_DEVICE     what computes where no --device says it; default: auto
rem   WIDEMARGIN_JAVA_OPTS  more options for the JVM, for example -Xmx8g; default heap: a quarter of the memory
rem   JAVA_HOME             the Java runtime to use, 17 or later; default: the one on PATH
setlocal
set "lib=%~dp0..\lib"
if not exist "%lib%\widemargin-cli.jar" (
  echo widemargin: expected widemargin-cli.jar in "%lib%", found none: unpack the whole archive again 1>&2
  exit /b 2
)

set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
  echo widemargin: expected a Java runtime 17 or later in JAVA_HOME, found no bin\java.exe in "%JAVA_HOME%": set or unset it 1>&2
  exit /b 2
)
if not defined JAVA_HOME (
  where java >nul 2>&1
  if errorlevel 1 (
    echo widemargin: expected a Java runtime 17 or later, found no java on PATH: install one, or set JAVA_HOME 1>&2
    exit /b 2
  )
)

rem Two thread pools that must agree, or they fight for the cores.
if not defined WIDEMARGIN_THREADS set "WIDEMARGIN_THREADS=%NUMBER_OF_PROCESSORS%"
set "OMP_NUM_THREADS=%WIDEMARGIN_THREADS%"
set "OPENBLAS_NUM_THREADS=%WIDEMARGIN_THREADS%"
if not defined OPENBLAS_THREAD_TIMEOUT set "OPENBLAS_THREAD_TIMEOUT=4"

set "commit="
if exist "%lib%\commit" set /p commit=<"%lib%\commit"

"%java%" -XX:MaxRAMPercentage=25 -XX:+UseSerialGC -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Djava.awt.headless=true -Dfile.encoding=UTF-8 "-Dwidemargin.commit=%commit%" %WIDEMARGIN_JAVA_OPTS% -cp "%lib%\*" org.widemargin.cli.Main %*
exit /b %errorlevel%
