import React, { useState } from "react";
import { TextInput, View } from "react-native";

export const Login: React.FC<Props> = ({ onDone, title = "Sign in" }) => {
  const [password, setPassword] = useState<string>("");
  return (
    <View style={styles.form} {...theme.form} testID="login">
      <>
        <Text.Title>{title}</Text.Title>
        {/* hint */}
      </>
      <TextInput secureTextEntry value={password} onChangeText={(text) => setPassword(text)} />
      {password && <input type="hidden" name='p' value={password} />}
    </View>
  );
};

export default React.memo(Login);
