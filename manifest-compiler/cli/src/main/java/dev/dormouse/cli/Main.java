package dev.dormouse.cli;

import java.util.List;
import picocli.CommandLine;

/** The entry point of {@code ./dormouse}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Environment environment = Environment.ofProcess();
        System.exit(run(environment, args));
    }

    /** Runs one command line and gives its exit status. */
    static int run(Environment environment, String... args) {
        int status = commands(environment).execute(args);
        environment.err().flush();
        if (environment.out().checkError()) {
            environment
                    .err()
                    .println("dormouse: the standard output cannot be written: its disk is full, or nobody reads it");
            return 2;
        }
        return status;
    }

    /** All commands, with the messages for what goes wrong in them. */
    static CommandLine commands(Environment environment) {
        TargetCompiler compiler = new TargetCompiler(environment);
        Dormouse root = new Dormouse();
        CommandLine commands = new CommandLine(root);
        List.of(
                        new RunCommand(environment, compiler),
                        new CheckCommand(environment, compiler),
                        new CompileCommand(environment, compiler),
                        new PredictCommand(environment, compiler),
                        new ImageCommand(environment, compiler),
                        new BundleCommand(environment, compiler),
                        new InstallCommand(environment),
                        new NewCommand(environment, compiler),
                        new StepsCommand(environment, compiler),
                        new RenderCommand(environment, compiler),
                        new PushCommand(environment, compiler),
                        new ListCommand(environment),
                        new ShowCommand(environment),
                        new LogsCommand(environment),
                        new TrafficCommand(environment),
                        new RollbackCommand(environment),
                        new DeleteCommand(environment),
                        new CompletionCommand(environment))
                .forEach(commands::addSubcommand);
        Mistakes mistakes = new Mistakes(environment.err(), root::verbose);
        return commands.setOut(new java.io.PrintWriter(environment.out(), true))
                .setErr(new java.io.PrintWriter(environment.err(), true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(mistakes)
                .setExecutionExceptionHandler(mistakes);
    }
}
