@implementation Messages

- (void)send {
    [store save];
    [store saveToken:token];
    [store saveToken:token forUser:user options:Atomic | Encrypted];
    [store put:key :value];
    [NSString stringWithFormat:@"%@ of %d", token, 3];
    [super send];
    [[Session sharedSession] start];
    [[[self class] alloc] init];
    [[Session alloc] initWithURL:url];
    [[Session alloc] initWithURLString:text delegate:self];
    [[Session alloc] initForUser:user];
    [Session new];
    Session.new.name = [[Session.alloc init] autorelease];
    [token isKindOfClass:[NSString class]];
    [[Session class] start];
    [self performSelector:@selector(saveToken:forUser:) withObject:token];
    store.delegate.name = store->count;
    [store load:^(NSData *data) { [self use:data]; }];
    (*callback)(store);
    memcpy(&buffer[0], [token UTF8String], sizeof(buffer));
}

- (void)literals {
    id values = @[@1, @2.5, @YES, @(count), @-1, @'x', @"text", [NSNull null]];
    id table = @{@"name": name, kKey: @(YES), (__bridge id)kSecClass: (__bridge NSString *)kind, Types.key: nil};
    id text = @"a \"quoted\" é \x41 \u00e9\n" @"more" SUFFIX;
    const char *plain = "bytes";
    NSString *cast = (NSString *)[table objectForKey:@"name"];
    id numbers = @[@0x1F, @017, @1e3, @10UL, @0.5f];
    BOOL flag = NO && TRUE || nil == NULL;
    int size = -1 + (int)length * ~mask;
    SEL action = @selector(send);
}

@end
