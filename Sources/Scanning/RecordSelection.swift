import Readers

// The command imports no readers, but it says which records they are to take.
public typealias RecordSelection = Readers.RecordSelection
public typealias FilterSyntaxError = Readers.FilterSyntaxError
