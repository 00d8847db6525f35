Console.WriteLine("linkcode-cli");
